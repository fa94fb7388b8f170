-- The figures of the boards that were judged by three days' likes, by day of the last 90: the mean of the categories.
-- requires: main.scorecard, $day
SELECT board, metric, date, avg(value) AS value
FROM scorecard
WHERE target = 'likes' AND horizon_days = 3 AND metric NOT LIKE 'coverage%' AND date <= $day AND date > CAST($day AS DATE) - 90
GROUP BY board, metric, date
ORDER BY board, metric, date;
