-- How well the adoption board estimates true downloads: a row of all repos (size and oid NULL), one for each size of the
-- true rate, then each repo, busiest first.
-- requires: main.adoption_accuracy
WITH accuracy AS (
    SELECT *, CASE WHEN true_rate < 1 THEN 'below_1' WHEN true_rate < 10 THEN '1_to_10' ELSE 'above_10' END AS size FROM adoption_accuracy
)
SELECT size, kind, oid, arg_max(id, date) AS id, min(date) AS first_date, max(date) AS last_date, count(DISTINCT concat(kind, oid)) AS repos, count(*) AS cases,
    round(avg(true_rate), 3) AS true_rate, round(avg(rate), 3) AS rate, round(avg(rate - true_rate), 3) AS bias,
    round(sum(rate) / nullif(sum(true_rate), 0), 4) AS ratio, round(sum(counter_rate) / nullif(sum(true_rate), 0), 4) AS counter_ratio,
    round(median(abs(rate - true_rate) / true_rate) FILTER (true_rate > 0), 4) AS error,
    round(avg(CAST(true_rate BETWEEN rate_low AND rate_high AS INTEGER)), 4) AS inside, count(true_downloads_next_day) AS next_day_cases,
    round(avg(CAST(true_downloads_next_day BETWEEN rate_low AND rate_high AS INTEGER)), 4) AS next_day_inside
FROM accuracy
GROUP BY GROUPING SETS ((), (size), (kind, oid))
HAVING count(*) > 0
ORDER BY size IS NULL AND oid IS NULL DESC, size IS NULL, list_position(['below_1', '1_to_10', 'above_10'], size), true_rate DESC, kind, oid;
