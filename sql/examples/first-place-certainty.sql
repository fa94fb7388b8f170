-- Where the top 2's 90% intervals overlap, their order may be chance.
FROM trends
SELECT category, max(id) FILTER (rank = 1) AS first, max(id) FILTER (rank = 2) AS second,
    round(max(score) FILTER (rank = 1), 1) AS first_likes_per_day, round(max(score) FILTER (rank = 2), 1) AS second_likes_per_day,
    max(score_low) FILTER (rank = 1) <= max(score_high) FILTER (rank = 2) AS may_be_chance
WHERE date = (SELECT max(date) FROM trends) AND board = 'attention' AND rank <= 2
GROUP BY category
ORDER BY first_likes_per_day DESC, category;
