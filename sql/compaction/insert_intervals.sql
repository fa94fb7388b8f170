-- Intervals of the repos from $from to $to: the days between two of a repo's rows that say the same need no rows of their own. A
-- day on which it was not observed ends an interval.
-- requires: store.counted, store.snapshot, $from, $month, $to
-- changes: store.spell
INSERT INTO store.spell BY NAME
WITH day AS (
    SELECT kind, date, row_number() OVER (PARTITION BY kind ORDER BY date) AS number FROM store.snapshot
    WHERE date >= $month AND date < CAST($month AS DATE) + INTERVAL 1 MONTH
),
counted AS (
    SELECT c.*, day.number
    FROM store.counted c
    JOIN day USING (kind, date)
    WHERE c.date >= $month AND c.date < CAST($month AS DATE) + INTERVAL 1 MONTH AND c.repo BETWEEN $from AND $to
),
-- the states of a repo, on whichever days: nearly always on days that follow each other, and then this is the interval
state AS MATERIALIZED (
    SELECT any_value(kind) AS kind, repo, version, $counters,
        min(date) AS first, max(date) AS last, max(number) - min(number) + 1 = count(*) AS in_a_row
    FROM counted
    GROUP BY repo, version, $counters
),
repeating_repo AS (SELECT DISTINCT repo FROM state WHERE NOT in_a_row),
-- a repo that returned to the same state after something else, or after an absence, is looked at day by day
island AS (
    SELECT *, number - row_number() OVER (PARTITION BY repo, version, $counters ORDER BY number) AS island
    FROM counted
    SEMI JOIN repeating_repo USING (repo)
),
repo_interval AS (
    SELECT kind, repo, version, $counters, first, last FROM state ANTI JOIN repeating_repo USING (repo)
    UNION ALL
    SELECT any_value(kind), repo, version, $counters, min(date), max(date)
    FROM island
    GROUP BY repo, version, $counters, island
)
SELECT kind, CAST($month AS DATE) AS month, repo, CAST(day(first) AS UTINYINT) AS first_day, CAST(day(last) AS UTINYINT) AS last_day,
    version, $counters
FROM repo_interval
-- as store.daily is sorted, and for the same reason; a history looks into every month, so that fewer repos at a time pay here
ORDER BY store.storage_key(kind, repo, downloads_all_time, downloads, 16), first_day;
