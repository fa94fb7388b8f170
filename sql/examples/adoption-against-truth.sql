-- Needs true daily downloads: almanac import breakdown.csv (docs/history.md).
FROM adoption_accuracy
SELECT id, count(*) AS board_days, round(avg(true_rate), 1) AS true_downloads_per_day, round(avg(rate), 1) AS estimated_downloads_per_day,
    round(sum(rate) / nullif(sum(true_rate), 0), 3) AS ratio, round(avg(CAST(true_rate BETWEEN rate_low AND rate_high AS INTEGER)), 3) AS share_inside
GROUP BY id
ORDER BY true_downloads_per_day DESC, id
LIMIT 20;
