-- The boards' daily metrics, averaged over categories first: those of a day are correlated.
-- requires: main.scorecard, $ahead, $category, $days, $target
SELECT board, metric, date, avg(value ORDER BY category) AS value
FROM scorecard
WHERE target = $target AND horizon_days = $ahead AND ($category IS NULL OR category = $category) AND metric NOT LIKE 'coverage%'
    AND date > (SELECT max(date) FROM scorecard WHERE target = $target AND horizon_days = $ahead) - CAST($days AS INTEGER)
GROUP BY ALL ORDER BY board, metric, date;
