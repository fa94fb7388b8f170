-- NDCG@20, the mean of all judged days and categories: 1 is the best order there could be. likes, likes_1d and likes_7d are simple orders
-- to compare with. Only boards that were judged on as many days compare well.
FROM scorecard
SELECT target, horizon_days AS days_ahead, board, round(avg(value), 3) AS ndcg_20, count(DISTINCT date) AS days,
    rank() OVER (PARTITION BY target, horizon_days ORDER BY avg(value) DESC) AS place
WHERE metric = 'ndcg_20'
GROUP BY target, horizon_days, board
QUALIFY place <= 4
ORDER BY target DESC, days_ahead, place;
