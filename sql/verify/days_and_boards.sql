-- The rows of each day and a sum over its boards: the same in the warehouse and in the file that is published from it.
-- requires: main.trends, store.snapshot
SELECT 'snapshots' AS relation, date, count(*) AS rows, sum(rows) AS total FROM store.snapshot GROUP BY date
UNION ALL
SELECT 'trends' AS relation, date, count(*) AS rows, sum(hash(category, board, rank, oid, score) % 1000000007) AS total FROM trends GROUP BY date;
