-- All observations of the affected repos.
-- requires: temp.affected_repo, store.counted
-- creates: temp.all_observation
CREATE OR REPLACE TEMP TABLE all_observation AS
SELECT f.kind, f.repo, f.date, f.version FROM store.counted f SEMI JOIN affected_repo USING (repo);
