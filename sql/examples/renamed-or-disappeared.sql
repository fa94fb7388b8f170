-- Disappearances are known only for fully listed categories (scope categories or hub).
FROM events e
LEFT JOIN (SELECT oid, id, likes, downloads FROM models UNION ALL SELECT oid, id, likes, downloads FROM datasets) r USING (oid)
SELECT e.date, e.kind, e.event, e.old, e.new, r.id AS last_name, r.likes, r.downloads AS downloads_30d
WHERE e.event IN ('renamed', 'name_reused', 'disappeared', 'returned', 'pipeline_tag')
ORDER BY e.date DESC, e.event, last_name
LIMIT 30;
