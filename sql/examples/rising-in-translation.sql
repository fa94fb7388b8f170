-- By likes per day. ranks_gained: over 7 days; NULL if not on the board then. Other categories: FROM categories.
FROM top('translation', n := 20)
SELECT rank, rank_7d_ago - rank AS ranks_gained, id, round(score, 1) AS likes_per_day, likes_7d, likes,
    downloads_gained, days_on_board
ORDER BY rank;
