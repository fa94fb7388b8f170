-- Boards of the day with notes, grouped by identical notes.
-- requires: main.boards, $date
SELECT board, status, count(*) AS categories, notes FROM boards WHERE date = $date AND notes IS NOT NULL
GROUP BY board, status, notes ORDER BY board, categories DESC;
