-- Each day's row counts and a checksum of its boards, equal in warehouse and published file.
-- requires: main.trends, store.snapshot
SELECT 'snapshots' AS relation, date, count(*) AS rows, sum(rows) AS total FROM store.snapshot GROUP BY date
UNION ALL
SELECT 'trends' AS relation, date, count(*) AS rows, sum(hash(category, board, rank, oid, score) % 1000000007) AS total FROM trends GROUP BY date;
