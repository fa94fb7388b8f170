-- Downloads in the 24 hours before the morning snapshot, mostly of the previous weekday; without unknown days.
FROM featured
SELECT id, dayname(date - 1) AS weekday, count(downloads_gained_1d) AS days, avg(downloads_gained_1d)::BIGINT AS downloads_per_day,
    round(downloads_per_day / avg(avg(downloads_gained_1d)) OVER (PARTITION BY id), 2) AS relative_to_mean
WHERE downloads_gained_1d IS NOT NULL
GROUP BY id, weekday, isodow(date - 1)
ORDER BY id, isodow(date - 1)
LIMIT 42;
