-- The boards of the day of which a reader must know something: how many of one kind say the same.
-- requires: main.boards, $date
SELECT board, status, count(*) AS categories, notes FROM boards WHERE date = $date AND notes IS NOT NULL
GROUP BY board, status, notes ORDER BY board, categories DESC;
