-- Metrics of the boards for likes $ahead days ahead, per day of the last $n that $day can evaluate: means over categories.
-- requires: main.scorecard, $ahead, $day, $n
SELECT board, metric, date, avg(value ORDER BY category) AS value
FROM scorecard
WHERE target = 'likes' AND horizon_days = $ahead AND metric NOT LIKE 'coverage%' AND date <= CAST($day AS DATE) - $ahead AND date > CAST($day AS DATE) - $n
GROUP BY board, metric, date
ORDER BY board, metric, date;
