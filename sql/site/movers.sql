-- The movers of the last $n days, in today's categories.
-- requires: main.categories, main.movers, $day, $n
SELECT * FROM movers
WHERE date <= $day AND date > CAST($day AS DATE) - $n AND category IN (SELECT slug FROM categories)
ORDER BY date DESC, category, board, rank NULLS LAST, id, move;
