-- Count the shifted movements in their new quarters instead of the old ones.
-- requires: temp.shifted_movement, store.cohort
-- creates: temp.changed_cohort
-- changes: store.cohort
CREATE OR REPLACE TEMP TABLE changed_cohort AS
WITH change AS (
    SELECT *, 1 AS sign FROM shifted_movement WHERE moved IS NOT NULL
    UNION ALL
    SELECT * REPLACE (old_cohort AS cohort), -1 AS sign FROM shifted_movement WHERE moved IS NOT NULL
)
SELECT date, kind, cohort, any_value(since) AS since, CAST(sum(sign) AS BIGINT) AS repos, CAST(sum(sign) FILTER (moved) AS BIGINT) AS moved,
    CAST(sum(sign) FILTER (busy) AS BIGINT) AS busy, CAST(sum(sign) FILTER (busy AND moved) AS BIGINT) AS busy_moved
FROM change
GROUP BY date, kind, cohort;
UPDATE store.cohort c
SET repos = c.repos + n.repos, moved = c.moved + coalesce(n.moved, 0), busy = c.busy + coalesce(n.busy, 0), busy_moved = c.busy_moved + coalesce(n.busy_moved, 0)
FROM changed_cohort n
WHERE c.date = n.date AND c.kind = n.kind AND c.cohort = n.cohort;
INSERT INTO store.cohort BY NAME
SELECT n.date, n.kind, n.cohort, n.since, n.repos, coalesce(n.moved, 0) AS moved, coalesce(n.busy, 0) AS busy, coalesce(n.busy_moved, 0) AS busy_moved,
    CAST(NULL AS DOUBLE) AS usual, false AS frozen, 0.0 AS stalled
FROM changed_cohort n
ANTI JOIN store.cohort c ON c.date = n.date AND c.kind = n.kind AND c.cohort = n.cohort;
DELETE FROM store.cohort WHERE repos = 0;
