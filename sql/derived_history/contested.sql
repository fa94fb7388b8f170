-- Those of the affected repos that share a name with another.
CREATE OR REPLACE TEMP TABLE contested AS
WITH borne AS (SELECT DISTINCT d.kind, d.id, d.repo FROM store.description d SEMI JOIN affected USING (repo))
SELECT DISTINCT repo FROM borne SEMI JOIN (SELECT kind, id FROM borne GROUP BY kind, id HAVING count(*) > 1) shared USING (kind, id);
