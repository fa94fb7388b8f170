-- The day's rows, in the order in which they take least room: see store.daily.
INSERT INTO store.daily BY NAME
SELECT placed.kind, CAST($date AS DATE) AS date, repo, version, page.observed_at, $counters
FROM placed
JOIN page USING (seq)
-- one number to sort by: a quarter of a million repos at a time, models before datasets, by the size of the counter in bits, by repo
ORDER BY ((repo >> 18) * 256 + CASE placed.kind WHEN 'dataset' THEN 128 ELSE 0 END
    + CAST(log2(coalesce(downloads_all_time, downloads, 0) + 1) AS BIGINT)) * 4294967296 + repo;
