-- The repo's ranks on the last day.
-- requires: main.trends, $oid
SELECT date, category, board, rank FROM trends WHERE oid = $oid AND date = (SELECT max(date) FROM trends) ORDER BY category, board;
