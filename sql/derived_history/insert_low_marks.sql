-- Repo-days below the highest all-time counter, from the day's rows and the previous mark, which passes on `highest`
-- and `times` in a row. After $accepted_after times it was a correction, and counting resumes from there.
-- requires: temp.compared_row, temp.earlier_counter, temp.neighbor_day, store.mark, $accepted_after, $date
-- changes: store.mark
INSERT INTO store.mark BY NAME
WITH counter_pair AS (
    SELECT a.repo, a.a1 AS value, coalesce(a.a0, e.value) AS before, CASE WHEN a.a0 IS NOT NULL THEN n.before ELSE e.date END AS date_before
    FROM compared_row a
    JOIN neighbor_day n USING (kind)
    LEFT JOIN earlier_counter e USING (repo)
    WHERE a.a1 IS NOT NULL
),
state AS (
    SELECT k.repo, k.value, coalesce(m.highest, k.before) AS highest, coalesce(m.times, 0) + 1 AS times
    FROM counter_pair k
    LEFT JOIN (SELECT x.* FROM store.mark x WHERE x.status = 'rolled_back' AND x.date < $date) m ON m.repo = k.repo AND m.date = k.date_before
)
SELECT CAST($date AS DATE) AS date, repo, CASE WHEN times < $accepted_after THEN 'rolled_back' ELSE 'corrected' END AS status, highest, times
FROM state
WHERE value < highest
ORDER BY repo;
