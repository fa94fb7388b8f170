WITH repo AS (
    SELECT oid, id, pipeline_tag AS task, license, created_at, likes, downloads FROM models
    UNION ALL BY NAME
    SELECT oid, id, license, created_at, likes, downloads FROM datasets
)
FROM events e
JOIN repo r USING (oid)
SELECT r.id, e.kind, r.task, e.date AS first_seen, r.created_at, r.likes, r.downloads AS downloads_30d, r.license
WHERE e.event = 'appeared' AND e.date > (SELECT max(date) - 7 FROM snapshots)
ORDER BY r.likes DESC, r.id
LIMIT 20;
