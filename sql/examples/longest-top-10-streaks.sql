-- A streak is a run of consecutive boards of the category; days without one do not break it.
WITH top_10 AS (
    FROM trends
    SELECT *, dense_rank() OVER (PARTITION BY category ORDER BY date) AS number
    WHERE board = 'attention' AND rank <= 10
),
ranked AS (
    FROM top_10
    -- constant within a streak: both numbers grow by 1
    SELECT *, number - row_number() OVER (PARTITION BY category, oid ORDER BY date) AS streak
)
FROM ranked
SELECT max_by(id, date) AS id, category, count(*) AS snapshots, min(date) AS first_day, max(date) AS last_day, min(rank) AS best_rank,
    round(avg(rank), 1) AS mean_rank, last_day = max(last_day) OVER (PARTITION BY category) AS is_ongoing
GROUP BY oid, category, streak
ORDER BY snapshots DESC, mean_rank, category, first_day, id
LIMIT 30;
