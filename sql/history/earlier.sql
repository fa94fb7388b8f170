-- The last known all-time counter, and its day, of repos that were seen before, but not with one in the snapshot before.
CREATE OR REPLACE TEMP TABLE earlier AS
SELECT f.repo, arg_max(f.downloads_all_time, f.date) AS value, max(f.date) AS date
FROM store.counted f
SEMI JOIN (
    SELECT a.repo FROM around a JOIN store.repo r USING (repo)
    WHERE a.a1 IS NOT NULL AND a.a0 IS NULL AND r.first_seen < $date
) wanting USING (repo)
ANTI JOIN (SELECT u.kind, u.date FROM store.unsound u WHERE u.counter = 'downloads_all_time') u ON u.kind = f.kind AND u.date = f.date
WHERE f.date < $date AND f.downloads_all_time IS NOT NULL
GROUP BY f.repo;
