-- The last week's figures are between 0 and 1, their intervals in order.
-- requires: main.scorecard, $date
SELECT metric AS subject, {'code': 'shares_in_order', 'parameters': json_object()} AS expectation,
    {'code': CASE WHEN bool_or(value_low > value_high) THEN 'figures_out_of_order' ELSE 'figures' END, 'parameters': json_object(
        'least', min(value), 'most', max(value)
    )} AS actual,
    min(value) >= 0 AND max(value) <= 1 AND NOT coalesce(bool_or(value_low > value_high OR value_low < 0 OR value_high > 1), false) AS passes
FROM scorecard WHERE date BETWEEN CAST($date AS DATE) - 7 AND $date
GROUP BY metric ORDER BY metric;
