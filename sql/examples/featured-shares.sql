-- Percent of the category's observed 30-day downloads: first day, 7 days before the last, last day.
WITH today AS (SELECT max(date) AS date FROM featured)
FROM featured f, today t
SELECT f.category, f.id, min(f.date) AS first_day, round(100 * arg_min(f.share_downloads, f.date), 2) AS percent_then,
    round(100 * arg_max(f.share_downloads, f.date) FILTER (f.date <= t.date - 7), 2) AS percent_a_week_ago,
    round(100 * arg_max(f.share_downloads, f.date), 2) AS percent_now, arg_min(f.rank_downloads, f.date) AS rank_then, arg_max(f.rank_downloads, f.date) AS rank_now
GROUP BY f.category, f.id
ORDER BY percent_now DESC NULLS LAST, f.id;
