-- Merge equal rows of consecutive snapshots into intervals, for repos $from to $to. A day without an observation ends
-- one.
-- requires: store.counted, store.snapshot, $from, $month, $to
-- changes: store.daily_interval
INSERT INTO store.daily_interval BY NAME
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
-- if a state's days are consecutive, as nearly always, it is the interval
state AS MATERIALIZED (
    SELECT any_value(kind) AS kind, repo, version, $counters,
        min(date) AS first, max(date) AS last, max(number) - min(number) + 1 = count(*) AS in_a_row
    FROM counted
    GROUP BY repo, version, $counters
),
repeating_repo AS (SELECT DISTINCT repo FROM state WHERE NOT in_a_row),
-- repos that return to an earlier state or after an absence: day-by-day islands
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
-- like store.daily, in smaller blocks: a repo's history reads every month
ORDER BY store.storage_key(kind, repo, downloads_all_time, downloads, 16), first_day;
