-- NDCG@20 of the boards that were judged last, over three days' likes: the mean of the categories.
-- requires: main.scorecard, $date
SELECT board, date AS "board of", count(*) AS categories, round(avg(value), 3) AS "NDCG@20", round(avg(low), 3) AS "interval from", round(avg(high), 3) AS "to"
FROM scorecard
WHERE metric = 'ndcg_20' AND target = 'likes' AND horizon_days = 3
    AND date = (SELECT max(date) FROM scorecard WHERE metric = 'ndcg_20' AND target = 'likes' AND horizon_days = 3 AND date <= $date)
GROUP BY board, date ORDER BY "NDCG@20" DESC, board;
