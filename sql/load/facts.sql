-- The day's rows, in the order in which they compress best.
INSERT INTO store.fact BY NAME
SELECT day.kind, CAST($date AS DATE) AS date, placed.repo, placed.version, day.observed_at, day.downloads,
    day.downloads_all_time, day.likes, day.trending_score, day.status
FROM day
JOIN placed USING (kind, oid)
ORDER BY day.kind, placed.repo;
