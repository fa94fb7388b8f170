-- Repo-days whose counters are not what they seem.
INSERT INTO store.mark BY NAME
SELECT * FROM (
    SELECT CAST($date AS DATE) AS date, a.repo,
        CASE WHEN a.a1 < coalesce(a.a0, e.downloads_all_time) THEN 'rolled_back'
            WHEN c.frozen AND a.v0 IS NOT NULL AND (a.d0, a.a0) IS NOT DISTINCT FROM (a.d1, a.a1) THEN 'frozen' END AS status
    FROM around a
    LEFT JOIN earlier e USING (repo)
    LEFT JOIN (SELECT * FROM store.cohort WHERE date = $date) c ON c.kind = a.kind AND c.cohort = a.cohort
    WHERE a.v1 IS NOT NULL
)
WHERE status IS NOT NULL
ORDER BY repo;
