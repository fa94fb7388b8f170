-- How many of the repos of each year moved since the snapshot before. Whether that is few is judged afterwards.
INSERT INTO store.cohort BY NAME
SELECT n.date, a.kind, a.cohort, n.before AS since, count(*) AS repos,
    count(*) FILTER ((a.d0, a.a0) IS DISTINCT FROM (a.d1, a.a1)) AS moved, CAST(NULL AS DOUBLE) AS usual, false AS frozen
FROM around a
JOIN neighbour n USING (kind)
WHERE a.v0 IS NOT NULL AND a.v1 IS NOT NULL AND coalesce(a.d0, a.a0) IS NOT NULL AND coalesce(a.d1, a.a1) IS NOT NULL
GROUP BY n.date, a.kind, a.cohort, n.before;
