-- Affected repos that share a name.
-- requires: temp.affected_repo, store.description
-- creates: temp.contested_repo
CREATE OR REPLACE TEMP TABLE contested_repo AS
WITH name_use AS (SELECT DISTINCT d.kind, d.id, d.repo FROM store.description d SEMI JOIN affected_repo USING (repo))
SELECT DISTINCT repo FROM name_use SEMI JOIN (SELECT kind, id FROM name_use GROUP BY kind, id HAVING count(*) > 1) shared_name USING (kind, id);
