-- How many of the places of the last 90 days lay in their intervals a day later, and of how many that is known.
-- requires: main.scorecard, $day
SELECT board, metric, sum(value * cases) / sum(cases) AS value, CAST(sum(cases) AS BIGINT) AS cases
FROM scorecard
WHERE horizon_days = 1 AND metric LIKE 'coverage%' AND date <= $day AND date > CAST($day AS DATE) - 90
GROUP BY board, metric;
