-- Rising movers of the day: the top 4 of each category by likes gained.
-- requires: main.movers, $boards_of_downloads, $date
SELECT category, id, move, coalesce(likes_1d, 0) AS likes_1d
FROM movers
WHERE date = $date AND move IN ('entered_top_10', 'breakout', 'record_day') AND NOT coalesce(list_contains($boards_of_downloads, board), false)
QUALIFY row_number() OVER (PARTITION BY category, oid ORDER BY move) = 1
    AND dense_rank() OVER (PARTITION BY category ORDER BY coalesce(likes_1d, 0) DESC, oid) <= 4
ORDER BY likes_1d DESC, category, id
LIMIT 24;
