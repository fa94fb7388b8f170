-- The day's rows, in the order in which they take least room: see store.daily.
-- requires: temp.page, temp.placed, $date
-- changes: store.daily
INSERT INTO store.daily BY NAME
SELECT placed.kind, CAST($date AS DATE) AS date, repo, version, page.observed_at, downloads, downloads_all_time, likes,
    trending_score
FROM placed
JOIN page USING (seq)
ORDER BY store.storage_key(placed.kind, repo, downloads_all_time, downloads, 18);
