-- Ranked by likes a day; places_won counts from the rank held 7 days before, NULL where it held none. Other categories: FROM categories.
FROM top('translation', n := 20)
SELECT rank, rank_7d_ago - rank AS places_won, id, round(score, 1) AS likes_a_day, likes_7d::BIGINT AS likes_in_7_days, likes,
    downloads_gained AS downloads_in_the_week, days_on_board
ORDER BY rank;
