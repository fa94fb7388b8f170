-- What is known of the descent of the models on the day's boards.
INSERT INTO families BY NAME
SELECT t.oid, t.id, d.base_relation AS relation, d.base_models[1] AS base, r.root
FROM (SELECT DISTINCT oid, id FROM trends WHERE date = $date) t
JOIN store.repo n ON n.oid = t.oid AND n.kind = 'model'
JOIN store.description d ON d.repo = n.repo AND d.version = n.last_version
JOIN rooted r ON r.id = t.id
ORDER BY t.oid;
