-- Repos that the day held, or holds, and whose counter was next known on a later day than the snapshot after: whether it had
-- fallen by then is another question now.
CREATE OR REPLACE TEMP TABLE straggler AS
WITH late AS (
    SELECT t.repo
    FROM (SELECT repo FROM placed UNION SELECT repo FROM replaced) t
    JOIN store.repo r USING (repo)
    JOIN neighbour n USING (kind)
    ANTI JOIN (SELECT repo FROM around WHERE a2 IS NOT NULL) next USING (repo)
    WHERE r.last_seen > n.after
),
known AS (
    SELECT f.repo, f.date, f.downloads_all_time, lag(f.downloads_all_time) OVER (PARTITION BY f.repo ORDER BY f.date) AS before
    FROM store.counted f
    SEMI JOIN late USING (repo)
    WHERE f.downloads_all_time IS NOT NULL
)
SELECT repo, min(date) AS date, arg_min(coalesce(downloads_all_time < before, false), date) AS fell
FROM known
WHERE date > $date
GROUP BY repo;
