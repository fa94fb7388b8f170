-- Per attention board.
FROM trends
SELECT category, count(*) AS repos, sum(likes_7d)::BIGINT AS likes_7d_total, (sum(likes_7d) FILTER (rank <= 10))::BIGINT AS top_10_likes_7d,
    round(100 * top_10_likes_7d / nullif(likes_7d_total, 0), 1) AS top_10_percent, count(*) FILTER (likes_7d <= 0) AS gained_nothing
WHERE date = (SELECT max(date) FROM trends) AND board = 'attention'
GROUP BY category
ORDER BY top_10_percent DESC, category;
