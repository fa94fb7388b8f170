-- Share of ranks inside their intervals, weighted by ranks: a row may cover few.
-- requires: main.scorecard, $ahead, $category, $days, $target
SELECT board, metric, sum(value * cases ORDER BY date, category, target) / sum(cases) AS value, CAST(sum(cases) AS BIGINT) AS cases, count(DISTINCT date) AS days
FROM scorecard
WHERE target = $target AND horizon_days = $ahead AND ($category IS NULL OR category = $category) AND metric LIKE 'coverage%'
    AND date > (SELECT max(date) FROM scorecard WHERE target = $target AND horizon_days = $ahead) - CAST($days AS INTEGER)
GROUP BY board, metric ORDER BY board, metric;
