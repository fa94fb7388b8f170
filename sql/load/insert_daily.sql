-- The day's rows, in the order that compresses best (store.daily).
-- requires: temp.matched_row, temp.page, $date
-- changes: store.daily
INSERT INTO store.daily BY NAME
SELECT matched_row.kind, CAST($date AS DATE) AS date, repo, version, page.observed_at, $counters
FROM matched_row
JOIN page USING (seq)
ORDER BY store.storage_key(matched_row.kind, repo, downloads_all_time, downloads, 18);
