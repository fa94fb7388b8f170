-- The first twenty movers of the day by likes.
-- requires: main.movers, $date
SELECT replace(move, '_', ' ') AS move, category, board, id AS repo, rank, rank_1d AS "rank a day before", likes, likes_1d AS "likes in a day"
FROM movers WHERE date = $date
ORDER BY likes_1d DESC NULLS LAST, category, id
LIMIT 20;
