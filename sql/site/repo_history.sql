-- Observations of the repos in the year up to the day, one row per repo and day.
-- requires: store.repo, store.snapshot, $day, $repos
SELECT r.oid, o.date, o.observed_at, o.downloads_all_time, o.likes, o.status, s.source
FROM store.fact_of($repos, CAST($day AS DATE) - 364, CAST($day AS DATE)) o
JOIN store.repo r ON r.repo = o.repo
LEFT JOIN store.snapshot s ON s.kind = o.kind AND s.date = o.date
ORDER BY r.oid, o.date;
