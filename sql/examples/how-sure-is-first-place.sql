-- Where the 90% intervals of the first two overlap, their order may be chance.
FROM trends
SELECT category, max(id) FILTER (rank = 1) AS first, max(id) FILTER (rank = 2) AS second,
    round(max(score) FILTER (rank = 1), 1) AS likes_a_day, round(max(score) FILTER (rank = 2), 1) AS likes_a_day_of_second,
    max(score_low) FILTER (rank = 1) <= max(score_high) FILTER (rank = 2) AS may_be_chance
WHERE date = (SELECT max(date) FROM trends) AND board = 'attention' AND rank <= 2
GROUP BY category
ORDER BY likes_a_day DESC, category;
