-- The same for all days of the repos in `irregular`, an observation of each at a time.
INSERT INTO store.mark BY NAME
WITH RECURSIVE known AS MATERIALIZED (
    SELECT f.repo, f.date, f.downloads_all_time AS value, row_number() OVER (PARTITION BY f.repo ORDER BY f.date) AS n
    FROM store.counted f
    SEMI JOIN irregular USING (repo)
    ANTI JOIN (SELECT u.kind, u.date FROM store.unsound u WHERE u.counter = 'downloads_all_time') u ON u.kind = f.kind AND u.date = f.date
    WHERE f.downloads_all_time IS NOT NULL
),
walk AS (
    SELECT k.repo, k.n, k.date, k.value AS highest, 0 AS times, k.value AS highest_before FROM known k WHERE k.n = 1
    UNION ALL
    -- times: 0 where the counter counts; negative where a correction was just accepted
    SELECT k.repo, k.n, k.date, CASE WHEN k.value >= w.highest OR greatest(w.times, 0) + 1 >= $lasting THEN k.value ELSE w.highest END,
        CASE WHEN k.value >= w.highest THEN 0 WHEN greatest(w.times, 0) + 1 >= $lasting THEN -$lasting ELSE greatest(w.times, 0) + 1 END, w.highest
    FROM walk w
    JOIN known k ON k.repo = w.repo AND k.n = w.n + 1
)
SELECT date, repo, CASE WHEN times > 0 THEN 'rolled_back' ELSE 'corrected' END AS status, highest_before AS highest, abs(times) AS times
FROM walk
WHERE times <> 0
ORDER BY date, repo;
