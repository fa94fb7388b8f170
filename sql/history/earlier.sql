-- The last known all-time counter with its day, and the last known likes of the $reach days before, of repos that were seen before, but
-- not with that counter in the snapshot before.
CREATE OR REPLACE TEMP TABLE earlier AS
SELECT f.repo, arg_max(f.downloads_all_time, f.date) FILTER (u.downloads_all_time) AS value,
    max(f.date) FILTER (u.downloads_all_time AND f.downloads_all_time IS NOT NULL) AS date,
    arg_max(f.likes, f.date) FILTER (u.likes AND f.date >= CAST($date AS DATE) - $reach) AS likes
FROM store.counted f
JOIN store.soundness u ON u.kind = f.kind AND u.date = f.date
WHERE f.date < $date AND f.repo IN (
    SELECT a.repo FROM around a JOIN store.repo r USING (repo)
    WHERE ((a.a1 IS NOT NULL AND a.a0 IS NULL) OR (a.l1 IS NOT NULL AND a.l0 IS NULL)) AND r.first_seen < $date
)
GROUP BY f.repo;
