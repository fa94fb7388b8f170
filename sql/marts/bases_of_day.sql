-- The models on the day's boards, and the first of the bases that each names.
SELECT DISTINCT t.id, d.base_models[1]
FROM (SELECT DISTINCT oid, id FROM trends WHERE date = $date) t
JOIN store.repo r ON r.oid = t.oid AND r.kind = 'model'
JOIN store.description d ON d.repo = r.repo AND d.version = r.last_version;
