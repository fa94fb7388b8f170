-- Of the kept places of each attention board (`ranked`).
FROM trends
SELECT category, count(*) AS ranked, sum(likes_7d)::BIGINT AS likes_in_7_days, (sum(likes_7d) FILTER (rank <= 10))::BIGINT AS likes_of_first_10,
    round(100 * likes_of_first_10 / nullif(likes_in_7_days, 0), 1) AS percent, count(*) FILTER (likes_7d <= 0) AS gained_nothing
WHERE date = (SELECT max(date) FROM trends) AND board = 'attention'
GROUP BY category
ORDER BY percent DESC, category;
