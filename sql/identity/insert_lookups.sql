-- On imported days, the repos with the names of featured models; names that the archive lacks say nothing.
-- requires: store.counted, store.description, store.repo, store.snapshot, store.watched
-- changes: store.lookup
DELETE FROM store.lookup l USING store.snapshot s WHERE s.kind = l.kind AND s.date = l.date AND s.source IS NOT NULL;
INSERT INTO store.lookup BY NAME
WITH featured AS MATERIALIZED (
    SELECT d.repo, d.version, d.id FROM store.description d JOIN (SELECT DISTINCT kind, id FROM store.watched) w ON w.kind = d.kind AND w.id = d.id
)
SELECT c.date, c.kind, f.id, min(r.oid) AS oid
FROM featured f
JOIN store.counted c ON c.repo = f.repo AND c.version = f.version
JOIN store.snapshot s ON s.kind = c.kind AND s.date = c.date AND s.source IS NOT NULL
JOIN store.repo r ON r.repo = f.repo
GROUP BY c.date, c.kind, f.id;
