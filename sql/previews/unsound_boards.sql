-- Degraded and withheld boards of the day, grouped by identical notes.
-- requires: main.boards, $date
SELECT board, status, count(*) AS categories, notes FROM boards WHERE date = $date AND status IN ('degraded', 'withheld')
GROUP BY board, status, notes ORDER BY board, categories DESC;
