-- The day's models on boards, with their first base model.
-- requires: main.trends, store.description, store.repo, $date
SELECT t.oid, t.id, d.base_relation, d.base_models[1] AS base_model
FROM (SELECT DISTINCT oid, id FROM trends WHERE date = $date) t
JOIN store.repo r ON r.oid = t.oid AND r.kind = 'model'
JOIN store.description d ON d.repo = r.repo AND d.version = r.last_version
ORDER BY t.oid;
