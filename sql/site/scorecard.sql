-- The figures of the boards that were judged by the likes of $ahead days, by day of the last $n: the mean of the categories.
-- requires: main.scorecard, $ahead, $day, $n
SELECT board, metric, date, avg(value) AS value
FROM scorecard
WHERE target = 'likes' AND horizon_days = $ahead AND metric NOT LIKE 'coverage%' AND date <= $day AND date > CAST($day AS DATE) - $n
GROUP BY board, metric, date
ORDER BY board, metric, date;
