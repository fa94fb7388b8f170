-- Whether the newest day can tell whose name-only rows are: a row has such a name, and its repo was not observed with it,
-- by _id, when it was last observed, on or after all imported days; or its repo has sparse descriptions only, which it fills.
-- requires: temp.adoption, temp.compared_row, temp.matched_row, temp.neighbor_day, store.description, store.snapshot,
--     store.sparse_description, store.sparse_version, store.vanished
WITH last_row AS (
    SELECT a.repo, a.v0 AS version, n.before AS date FROM compared_row a JOIN neighbor_day n USING (kind) WHERE a.v0 IS NOT NULL
    UNION ALL
    SELECT v.repo, v.version, v.date FROM store.vanished v
),
last_import AS (SELECT kind, max(date) AS date FROM store.snapshot WHERE source IS NOT NULL GROUP BY kind)
SELECT 1
FROM matched_row m
JOIN store.description d ON d.repo = m.repo AND d.version = m.version
JOIN last_import i ON i.kind = d.kind
LEFT JOIN last_row l ON l.repo = m.repo
LEFT JOIN store.description o ON o.repo = l.repo AND o.version = l.version
LEFT JOIN store.sparse_version y ON y.repo = l.repo AND y.version = l.version
WHERE m.repo NOT IN (SELECT a.repo FROM adoption a)
    AND (
        ((o.id IS DISTINCT FROM d.id OR y.by_name OR l.date < i.date)
            AND EXISTS (FROM store.sparse_description s WHERE s.by_name AND s.kind = d.kind AND s.id = d.id))
        OR (EXISTS (FROM store.sparse_version s WHERE s.repo = m.repo)
            AND NOT EXISTS (FROM store.description f ANTI JOIN store.sparse_version USING (repo, version) WHERE f.repo = m.repo AND f.version <> m.version))
    )
LIMIT 1;
