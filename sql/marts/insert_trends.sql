-- The day's boards, with earlier ranks.
-- requires: temp.board_row, main.trends, $date
-- changes: main.trends
INSERT INTO trends BY NAME
SELECT CAST($date AS DATE) AS date, board_row.*, day_1.rank AS rank_1d_ago, day_7.rank AS rank_7d_ago, day_30.rank AS rank_30d_ago
FROM board_row
LEFT JOIN trends day_1 ON day_1.date = CAST($date AS DATE) - 1 AND day_1.category = board_row.category
    AND day_1.board = board_row.board AND day_1.oid = board_row.oid
LEFT JOIN trends day_7 ON day_7.date = CAST($date AS DATE) - 7 AND day_7.category = board_row.category
    AND day_7.board = board_row.board AND day_7.oid = board_row.oid
LEFT JOIN trends day_30 ON day_30.date = CAST($date AS DATE) - 30 AND day_30.category = board_row.category
    AND day_30.board = board_row.board AND day_30.oid = board_row.oid
ORDER BY board_row.category, board_row.board, board_row.rank;
