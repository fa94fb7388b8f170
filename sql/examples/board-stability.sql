-- Means of up to 28 days. overlap: 1 if no rank changed. new_in_top_20: not in it the day before.
FROM scorecard
SELECT board, category, round(avg(value) FILTER (metric = 'overlap'), 3) AS overlap,
    round(20 * avg(value) FILTER (metric = 'churn_20'), 1) AS new_in_top_20, count(DISTINCT date) AS days
WHERE target = 'stability' AND date > (SELECT max(date) - 28 FROM scorecard)
GROUP BY ALL
ORDER BY overlap, board, category
LIMIT 30;
