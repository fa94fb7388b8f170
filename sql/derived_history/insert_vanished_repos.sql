-- The last rows of repos missing from the last snapshot of their kind.
-- requires: store.counted, store.repo, store.snapshot, store.vanished
-- changes: store.vanished
INSERT INTO store.vanished BY NAME
SELECT f.repo, f.kind, f.date, f.version, $counters
FROM store.counted f
JOIN (
    SELECT r.repo, r.last_seen AS date
    FROM store.repo r
    JOIN (SELECT kind, max(date) AS date FROM store.snapshot GROUP BY kind) last ON last.kind = r.kind AND r.last_seen < last.date
    ANTI JOIN store.vanished USING (repo)
) gone USING (repo, date)
ORDER BY f.repo;
