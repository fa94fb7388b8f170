-- A streak is a run of consecutive snapshots; days without one do not break it.
WITH snapshot AS (FROM boards SELECT date, row_number() OVER (ORDER BY date) AS number GROUP BY date),
ranked AS (
    FROM trends JOIN snapshot USING (date)
    -- constant within a streak: both numbers grow by 1
    SELECT *, number - row_number() OVER (PARTITION BY category, oid ORDER BY date) AS streak
    WHERE board = 'attention' AND rank <= 10
)
FROM ranked
SELECT max_by(id, date) AS id, category, count(*) AS snapshots, min(date) AS first_day, max(date) AS last_day, min(rank) AS best_rank,
    round(avg(rank), 1) AS mean_rank, max(date) = (SELECT max(date) FROM trends) AS is_ongoing
GROUP BY oid, category, streak
ORDER BY snapshots DESC, mean_rank, category, first_day, id
LIMIT 30;
