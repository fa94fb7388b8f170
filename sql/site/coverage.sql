-- How many of the places of the last $n days lay in their intervals a day later, and of how many that is known.
-- requires: main.scorecard, $day, $n
SELECT board, metric, sum(value * cases) / sum(cases) AS value, CAST(sum(cases) AS BIGINT) AS cases
FROM scorecard
WHERE horizon_days = 1 AND metric LIKE 'coverage%' AND date <= $day AND date > CAST($day AS DATE) - $n
GROUP BY board, metric;
