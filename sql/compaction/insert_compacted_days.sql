-- Mark the month's snapshots as compacted.
-- requires: store.snapshot, $month
-- changes: store.compacted_day
INSERT INTO store.compacted_day BY NAME
SELECT kind, date, CAST($month AS DATE) AS month
FROM store.snapshot
WHERE date >= $month AND date < CAST($month AS DATE) + INTERVAL 1 MONTH;
