-- The movers of the last $n days.
-- requires: main.movers, $day, $n
SELECT * FROM movers
WHERE date <= $day AND date > CAST($day AS DATE) - $n
ORDER BY date DESC, category, board, rank NULLS LAST, id, move;
