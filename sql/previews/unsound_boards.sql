-- The boards of the day of which a reader must know something: how many of one kind say the same.
-- requires: main.boards, $date
SELECT board, status, count(*) AS categories, note AS why FROM boards WHERE date = $date AND note IS NOT NULL
GROUP BY board, status, note ORDER BY board, categories DESC;
