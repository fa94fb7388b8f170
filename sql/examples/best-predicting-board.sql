-- NDCG@20, mean of all evaluated days and categories; 1 is a perfect order. likes, likes_1d and likes_7d are baselines.
-- Compare only boards evaluated on about as many days.
FROM scorecard
SELECT target, horizon_days, board, round(avg(value), 3) AS ndcg_20, count(DISTINCT date) AS days,
    rank() OVER (PARTITION BY target, horizon_days ORDER BY round(avg(value), 3) DESC) AS rank
WHERE metric = 'ndcg_20'
GROUP BY target, horizon_days, board
QUALIFY rank <= 4
ORDER BY target DESC, horizon_days, rank, board;
