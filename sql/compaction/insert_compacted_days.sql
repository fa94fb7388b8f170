-- Mark the month's snapshots as compacted.
-- requires: store.snapshot, $month
-- changes: store.folded
INSERT INTO store.folded BY NAME
SELECT kind, date, CAST($month AS DATE) AS month
FROM store.snapshot
WHERE date >= $month AND date < CAST($month AS DATE) + INTERVAL 1 MONTH;
