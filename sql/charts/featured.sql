-- Gains of the featured models since their first observation in the last 90 days.
-- requires: store.followed, store.watched, $date
WITH recent_day AS (
    SELECT f.*, w.position FROM store.followed f
    JOIN store.watched w ON w.category = f.category AND w.id = f.id
    WHERE f.date BETWEEN CAST($date AS DATE) - 89 AND $date
)
SELECT id, date,
    downloads_all_time - first_value(downloads_all_time IGNORE NULLS) OVER repo AS downloads,
    likes - first_value(likes IGNORE NULLS) OVER repo AS likes
FROM recent_day
WINDOW repo AS (PARTITION BY category, id ORDER BY date ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
ORDER BY position, date;
