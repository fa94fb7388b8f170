-- The marks of the irregular repos, but for frozen ones, before they are made again.
-- requires: temp.irregular_repo, store.mark
-- creates: temp.previous_mark
CREATE OR REPLACE TEMP TABLE previous_mark AS
FROM store.mark m SEMI JOIN irregular_repo USING (repo) WHERE m.status <> 'frozen';
