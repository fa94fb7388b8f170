-- The first three of each category's main board.
-- requires: main.trends, store.category, $date, $main_board
SELECT category, rank, id AS repo, round(score, 2) AS "likes a day", round(score_low, 1) || ' to ' || round(score_high, 1) AS "90% interval",
    rank_1d AS "rank a day before", rank_7d AS "a week before", basis AS "made of"
FROM trends JOIN store.category c ON c.slug = category
WHERE date = $date AND board = $main_board AND rank <= 3
ORDER BY c.position, rank;
