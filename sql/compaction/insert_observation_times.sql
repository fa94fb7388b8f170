-- The month's observation times as spans of repos with the same second. Most pages have neighboring repos; blocks with
-- overlapping spans are split row by row.
-- requires: store.daily, $month
-- changes: store.answer
INSERT INTO store.answer BY NAME
WITH daily_row AS (
    SELECT d.kind, d.date, store.block_of(d.repo) AS block, d.repo, d.observed_at FROM store.daily d
    WHERE d.date >= $month AND d.date < CAST($month AS DATE) + INTERVAL 1 MONTH
),
span AS (
    SELECT kind, date, block, observed_at, min(repo) AS from_repo, max(repo) AS to_repo
    FROM daily_row
    GROUP BY kind, date, block, observed_at
),
mixed_block AS (
    SELECT DISTINCT kind, date, block
    FROM (SELECT *, max(to_repo) OVER (PARTITION BY kind, date, block ORDER BY from_repo, to_repo
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM span)
    WHERE from_repo <= reached
),
step AS (
    SELECT u.*, coalesce(u.observed_at IS DISTINCT FROM lag(u.observed_at) OVER (PARTITION BY u.kind, u.date, u.block ORDER BY u.repo), true) AS steps
    FROM daily_row u
    SEMI JOIN mixed_block USING (kind, date, block)
),
island AS (
    SELECT *, count(*) FILTER (steps) OVER (PARTITION BY kind, date, block ORDER BY repo ROWS UNBOUNDED PRECEDING) AS number FROM step
)
SELECT kind, date, block, from_repo, to_repo, observed_at FROM span ANTI JOIN mixed_block USING (kind, date, block)
UNION ALL BY NAME
SELECT kind, date, block, min(repo) AS from_repo, max(repo) AS to_repo, any_value(observed_at) AS observed_at
FROM island
GROUP BY kind, date, block, number
ORDER BY kind, block, date, from_repo;
