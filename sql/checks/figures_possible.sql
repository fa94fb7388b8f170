-- The last week's figures are between 0 and 1, their intervals in order.
-- requires: main.scorecard, $date
SELECT metric AS subject, '0 to 1, low at most high' AS expectation,
    format('{:.3f} to {:.3f}', min(value), max(value)) || CASE WHEN bool_or(value_low > value_high) THEN ', an interval with low above high' ELSE '' END AS actual,
    min(value) >= 0 AND max(value) <= 1 AND NOT coalesce(bool_or(value_low > value_high OR value_low < 0 OR value_high > 1), false) AS passes
FROM scorecard WHERE date BETWEEN CAST($date AS DATE) - 7 AND $date
GROUP BY metric ORDER BY metric;
