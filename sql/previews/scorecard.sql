-- NDCG@20 of the last evaluated boards for the likes of three days: mean over the categories.
-- requires: main.scorecard, $date
SELECT board, date AS board_date, count(*) AS categories, round(avg(value), 3) AS ndcg_20, round(avg(value_low), 3) AS value_low, round(avg(value_high), 3) AS value_high
FROM scorecard
WHERE metric = 'ndcg_20' AND target = 'likes' AND horizon_days = 3
    AND date = (SELECT max(date) FROM scorecard WHERE metric = 'ndcg_20' AND target = 'likes' AND horizon_days = 3 AND date <= $date)
GROUP BY board, date ORDER BY ndcg_20 DESC, board;
