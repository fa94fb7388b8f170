-- The affected repos' rows on the newest day and their last ones before: all that its events depend on.
-- requires: temp.affected_repo, temp.compared_row, temp.neighbor_day, store.vanished
-- creates: temp.last_observation
CREATE OR REPLACE TEMP TABLE last_observation AS
WITH affected_row AS (SELECT a.* FROM compared_row a SEMI JOIN affected_repo USING (repo))
SELECT k.kind, k.repo, n.date AS first, n.date AS last, k.v1 AS version FROM affected_row k JOIN neighbor_day n USING (kind) WHERE k.v1 IS NOT NULL
UNION ALL
SELECT k.kind, k.repo, n.before AS first, n.before AS last, k.v0 AS version FROM affected_row k JOIN neighbor_day n USING (kind) WHERE k.v0 IS NOT NULL
UNION ALL
SELECT v.kind, v.repo, v.date AS first, v.date AS last, v.version FROM store.vanished v SEMI JOIN affected_repo USING (repo)
ANTI JOIN (SELECT repo FROM affected_row WHERE v0 IS NOT NULL) observed_before USING (repo);
