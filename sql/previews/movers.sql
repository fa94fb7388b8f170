-- Top 20 movers of the day by likes gained.
-- requires: main.movers, $date
SELECT move, category, board, id AS repo, rank, rank_1d_ago, likes, likes_1d
FROM movers WHERE date = $date
ORDER BY likes_1d DESC NULLS LAST, category, id
LIMIT 20;
