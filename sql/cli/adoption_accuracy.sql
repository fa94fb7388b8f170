-- How well the adoption board estimates true downloads: first a row of all repos (oid NULL), then each repo, busiest first.
-- requires: main.adoption_accuracy
WITH accuracy AS (FROM adoption_accuracy)
SELECT kind, oid, arg_max(id, date) AS id, min(date) AS first_date, max(date) AS last_date, count(*) AS cases,
    round(avg(true_rate), 3) AS true_rate, round(avg(rate), 3) AS rate, round(avg(rate - true_rate), 3) AS bias,
    round(sum(rate) / nullif(sum(true_rate), 0), 4) AS ratio, round(sum(counter_rate) / nullif(sum(true_rate), 0), 4) AS counter_ratio,
    round(median(abs(rate - true_rate) / true_rate) FILTER (true_rate > 0), 4) AS error,
    round(avg(CAST(true_rate BETWEEN rate_low AND rate_high AS INTEGER)), 4) AS inside, count(true_downloads_next_day) AS next_day_cases,
    round(avg(CAST(true_downloads_next_day BETWEEN rate_low AND rate_high AS INTEGER)), 4) AS next_day_inside
FROM accuracy
GROUP BY GROUPING SETS ((), (kind, oid))
HAVING count(*) > 0
ORDER BY oid IS NOT NULL, true_rate DESC, kind, oid;
