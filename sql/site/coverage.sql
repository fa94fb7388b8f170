-- Coverage of the 90% intervals one day ahead over the last $n days that $day can evaluate, and its number of cases.
-- requires: main.scorecard, $day, $n
SELECT board, metric, sum(value * cases ORDER BY date, category, target) / sum(cases) AS value, CAST(sum(cases) AS BIGINT) AS cases
FROM scorecard
WHERE horizon_days = 1 AND metric LIKE 'coverage%' AND date < $day AND date > CAST($day AS DATE) - $n
GROUP BY board, metric;
