-- The day's rows of the affected repos, and the last one of each before: of the newest day this is all that its events rest on.
CREATE OR REPLACE TEMP TABLE told AS
WITH known AS (SELECT a.* FROM around a SEMI JOIN affected USING (repo))
SELECT k.kind, k.repo, n.date, k.v1 AS version FROM known k JOIN neighbour n USING (kind) WHERE k.v1 IS NOT NULL
UNION ALL
SELECT k.kind, k.repo, n.before AS date, k.v0 AS version FROM known k JOIN neighbour n USING (kind) WHERE k.v0 IS NOT NULL
UNION ALL
SELECT v.kind, v.repo, v.date, v.version FROM store.vanished v SEMI JOIN affected USING (repo)
ANTI JOIN (SELECT repo FROM known WHERE v0 IS NOT NULL) seen USING (repo);
