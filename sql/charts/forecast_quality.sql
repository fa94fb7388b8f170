-- How well boards of the last 90 days predicted the likes of the next three days: mean over the categories.
-- requires: main.scorecard, $date, $main_board
SELECT board, date, avg(value ORDER BY category) AS value, count(*) AS categories FROM scorecard
WHERE metric = 'ndcg_20' AND target = 'likes' AND horizon_days = 3 AND date BETWEEN CAST($date AS DATE) - 89 AND $date
    AND board IN ($main_board, 'hub', 'likes_1d', 'likes')
GROUP BY board, date ORDER BY board, date;
