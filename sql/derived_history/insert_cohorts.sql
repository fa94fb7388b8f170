-- How many repos of each quarter moved since the previous snapshot; the verdict follows. The all-time counter decides
-- if known: it can stall while the 30-day counter moves.
-- requires: temp.compared_row, temp.neighbor_day, $busy_downloads
-- changes: store.cohort
INSERT INTO store.cohort BY NAME
WITH movement AS (
    SELECT kind, cohort, coalesce(d0 >= $busy_downloads, false) AS busy, CASE WHEN a0 IS NOT NULL AND a1 IS NOT NULL THEN a0 <> a1 ELSE d0 <> d1 END AS moved
    FROM compared_row
    WHERE v0 IS NOT NULL AND v1 IS NOT NULL
)
SELECT n.date, c.kind, c.cohort, n.before AS since, count(*) AS repos, count(*) FILTER (c.moved) AS moved, count(*) FILTER (c.busy) AS busy,
    count(*) FILTER (c.busy AND c.moved) AS busy_moved, CAST(NULL AS DOUBLE) AS usual, false AS frozen, 0.0 AS stalled
FROM movement c
JOIN neighbor_day n USING (kind)
WHERE c.moved IS NOT NULL
GROUP BY n.date, c.kind, c.cohort, n.before;
