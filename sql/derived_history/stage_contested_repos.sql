-- Affected repos that share a name. Few do; the index of names finds those that may, by hashes of the names in any case.
-- requires: temp.affected_repo, store.description, store.name
-- creates: temp.contested_repo
CREATE OR REPLACE TEMP TABLE contested_repo AS
WITH name AS (SELECT n.key, n.repo FROM store.name n SEMI JOIN affected_repo USING (repo)),
candidate AS (SELECT DISTINCT repo FROM name SEMI JOIN (SELECT key FROM name GROUP BY key HAVING count(*) > 1) shared_key USING (key)),
name_use AS (SELECT DISTINCT d.kind, d.id, d.repo FROM store.description d SEMI JOIN candidate USING (repo))
SELECT DISTINCT repo FROM name_use SEMI JOIN (SELECT kind, id FROM name_use GROUP BY kind, id HAVING count(*) > 1) shared_name USING (kind, id);
