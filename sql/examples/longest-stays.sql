-- A stay is a row of snapshots of this home, one after the other; days on which none was taken do not break it.
WITH snapshot AS (FROM boards SELECT date, row_number() OVER (ORDER BY date) AS number GROUP BY date),
place AS (
    FROM trends JOIN snapshot USING (date)
    -- the same for all days of a stay: both numbers grow by one
    SELECT *, number - row_number() OVER (PARTITION BY category, oid ORDER BY date) AS stay
    WHERE board = 'attention' AND rank <= 10
)
FROM place
SELECT max_by(id, date) AS id, category, count(*) AS snapshots, min(date) AS from_day, max(date) AS to_day, min(rank) AS best_rank,
    round(avg(rank), 1) AS mean_rank, max(date) = (SELECT max(date) FROM trends) AS still_there
GROUP BY oid, category, stay
ORDER BY snapshots DESC, mean_rank, category
LIMIT 30;
