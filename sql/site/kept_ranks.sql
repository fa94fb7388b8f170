-- Ranks kept of each board per day, from $n days before the day. `cut`: more repos were ranked than kept. `since`: the board's first day.
-- requires: main.boards, main.trends, $day, $n
WITH rank_count AS (
    SELECT t.date, t.category, t.board, max(t.rank) AS kept FROM trends t
    WHERE t.date <= $day AND t.date >= CAST($day AS DATE) - $n
    GROUP BY t.date, t.category, t.board
),
board_start AS (SELECT t.category, t.board, min(t.date) AS since FROM trends t WHERE t.rank = 1 GROUP BY t.category, t.board)
SELECT p.date, p.category, p.board, p.kept, coalesce(b.ranked_repos > p.kept, true) AS cut, f.since
FROM rank_count p
LEFT JOIN boards b ON b.date = p.date AND b.category = p.category AND b.board = p.board
LEFT JOIN board_start f ON f.category = p.category AND f.board = p.board;
