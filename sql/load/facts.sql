-- The day's rows, in the order in which they compress best.
INSERT INTO store.fact BY NAME
SELECT day.kind, CAST($date AS DATE) AS date, r.repo, d.version, day.observed_at, day.downloads, day.downloads_all_time,
    day.likes, day.trending_score, day.status
FROM day
JOIN store.repo r USING (kind, oid)
JOIN store.description d ON d.kind = day.kind AND d.repo = r.repo AND d.digest = day.digest
ORDER BY day.kind, r.repo;
