-- All observations of the affected repos, as spans of one version.
-- requires: temp.affected_repo, store.version_span
-- creates: temp.all_observation
CREATE OR REPLACE TEMP TABLE all_observation AS
SELECT f.kind, f.repo, f.first, f.last, f.version FROM store.version_span f SEMI JOIN affected_repo USING (repo);
