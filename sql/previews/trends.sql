-- Top 3 of each category's main board.
-- requires: main.trends, store.category, $date, $main_board
SELECT category, rank, id AS repo, round(score, 2) AS likes_per_day, round(score_low, 1) || ' to ' || round(score_high, 1) AS interval_90,
    rank_1d_ago, rank_7d_ago, basis
FROM trends JOIN store.category c ON c.slug = category
WHERE date = $date AND board = $main_board AND rank <= 3
ORDER BY c.position, rank;
