-- The last known all-time counter of repos that were seen before, but not with one in the snapshot before.
CREATE OR REPLACE TEMP TABLE earlier AS
SELECT f.repo, arg_max(f.downloads_all_time, f.date) AS downloads_all_time
FROM store.counted f
SEMI JOIN (
    SELECT a.repo FROM around a JOIN store.repo r USING (repo)
    WHERE a.a1 IS NOT NULL AND a.a0 IS NULL AND r.first_seen < $date
) wanting USING (repo)
WHERE f.date < $date AND f.downloads_all_time IS NOT NULL
GROUP BY f.repo;
