-- NDCG@20, mean of the categories; 1 is a perfect order. Longer horizons: horizon_days = 3 or 7.
FROM scorecard
SELECT date, round(avg(value) FILTER (board = 'attention'), 3) AS attention, round(avg(value) FILTER (board = 'hub'), 3) AS hub,
    round(attention - hub, 3) AS lead, count(*) FILTER (board = 'hub') AS categories
WHERE target = 'likes' AND metric = 'ndcg_20' AND horizon_days = 1
GROUP BY date
ORDER BY date DESC
LIMIT 30;
