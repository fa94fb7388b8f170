-- Percent of the category's observed 30-day downloads: first day, last snapshot at least 7 days before the last day, last
-- day. NULL: unknown on that day.
WITH today AS (SELECT max(date) AS date FROM featured),
week_ago AS (SELECT max(date) AS date FROM featured WHERE date <= (FROM today) - 7)
FROM featured f, today t, week_ago w
SELECT f.category, f.id, min(f.date) AS first_day, round(100 * arg_min_null(f.share_downloads, f.date), 2) AS percent_then,
    round(100 * max(f.share_downloads) FILTER (f.date = w.date), 2) AS percent_a_week_ago,
    round(100 * max(f.share_downloads) FILTER (f.date = t.date), 2) AS percent_now,
    arg_min_null(f.rank_downloads, f.date) AS rank_then, max(f.rank_downloads) FILTER (f.date = t.date) AS rank_now
GROUP BY f.category, f.id
ORDER BY percent_now DESC NULLS LAST, f.id;
