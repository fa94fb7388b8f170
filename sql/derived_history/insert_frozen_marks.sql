-- Repo-days with frozen counters: the Hub's refresh skipped repos of their age.
-- requires: temp.compared_row, store.cohort, store.mark, $date
-- changes: store.mark
INSERT INTO store.mark BY NAME
SELECT CAST($date AS DATE) AS date, a.repo, 'frozen' AS status
FROM compared_row a
JOIN (SELECT x.* FROM store.cohort x WHERE x.date = $date AND x.frozen) c ON c.kind = a.kind AND c.cohort = a.cohort
WHERE a.v0 IS NOT NULL AND a.v1 IS NOT NULL
    AND CASE WHEN a.a0 IS NOT NULL AND a.a1 IS NOT NULL THEN a.a0 = a.a1 ELSE a.d0 = a.d1 END
    AND a.repo NOT IN (SELECT m.repo FROM store.mark m WHERE m.date = $date AND m.status <> 'frozen')
ORDER BY a.repo;
