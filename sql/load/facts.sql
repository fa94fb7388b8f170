-- The day's rows, in the order in which they compress best.
INSERT INTO store.fact BY NAME
SELECT kind, CAST($date AS DATE) AS date, repo, version, observed_at, downloads, downloads_all_time, likes, trending_score,
    status
FROM placed
ORDER BY kind = 'dataset', repo;
