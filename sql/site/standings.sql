-- The repos' rows of the day on all boards, with their previous row (`before`) and the board's first day (`since`), which explain ranks.
-- requires: main.trends, $day, $oids
WITH standing AS (SELECT * FROM trends WHERE date = $day AND list_contains($oids, oid)),
before AS (
    SELECT t.category, t.board, t.oid, max_by(t, t.date) AS before
    FROM trends t
    WHERE t.date < $day AND list_contains($oids, t.oid)
    GROUP BY t.category, t.board, t.oid
)
SELECT n.*, b.before, coalesce(f.since, n.date) AS since
FROM standing n
LEFT JOIN before b USING (category, board, oid)
LEFT JOIN (SELECT t.category, t.board, min(t.date) AS since FROM trends t WHERE t.rank = 1 GROUP BY t.category, t.board) f USING (category, board)
ORDER BY n.oid, n.category, n.board;
