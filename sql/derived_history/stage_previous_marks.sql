-- The irregular repos' marks other than frozen, before they are rebuilt.
-- requires: temp.irregular_repo, store.mark
-- creates: temp.previous_mark
CREATE OR REPLACE TEMP TABLE previous_mark AS
FROM store.mark m SEMI JOIN irregular_repo USING (repo) WHERE m.status <> 'frozen';
