-- On imported days, the repos with the names of featured models; names that the archive lacks say nothing.
-- requires: store.counted, store.description, store.repo, store.snapshot, store.watched
-- changes: store.lookup
DELETE FROM store.lookup l USING store.snapshot s WHERE s.kind = l.kind AND s.date = l.date AND s.source IS NOT NULL;
INSERT INTO store.lookup BY NAME
SELECT c.date, c.kind, d.id, min(r.oid) AS oid
FROM store.description d
JOIN (SELECT DISTINCT kind, id FROM store.watched) w ON w.kind = d.kind AND w.id = d.id
JOIN store.counted c ON c.repo = d.repo AND c.version = d.version
JOIN store.snapshot s ON s.kind = c.kind AND s.date = c.date AND s.source IS NOT NULL
JOIN store.repo r ON r.repo = d.repo
GROUP BY c.date, c.kind, d.id;
