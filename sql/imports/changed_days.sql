-- Imported days that are not as they should be, of one file and month together: of each kind and day without an own observation, the
-- source with the highest precedence (of equals, the first by name) counts, except for skipped days, and for days that are not loaded
-- and whose file is missing. source NULL: the days must go.
-- requires: store.archived_day, store.snapshot, store.source, $missing_files, $skipped_days
WITH best AS (
    SELECT a.*, s.address, s.complete FROM store.archived_day a JOIN store.source s ON s.name = a.source
    LEFT JOIN store.snapshot n ON n.kind = a.kind AND n.date = a.date AND n.source = a.source AND n.fingerprint = a.fingerprint
    WHERE NOT EXISTS (
        SELECT 1 FROM (SELECT unnest(CAST($skipped_days AS STRUCT(format VARCHAR, kind VARCHAR, date DATE)[]), recursive := true)) k
        WHERE k.format = s.format AND k.kind = a.kind AND k.date = a.date
    )
    AND (n.date IS NOT NULL OR NOT list_contains(CAST($missing_files AS VARCHAR[]), a.file))
    QUALIFY row_number() OVER (PARTITION BY a.kind, a.date ORDER BY s.precedence DESC, a.source) = 1
),
changed AS (
    SELECT coalesce(b.kind, s.kind) AS kind, coalesce(b.date, s.date) AS date, b.source, b.address, b.file, b.fingerprint, b.complete, b.partial
    FROM best b
    FULL JOIN store.snapshot s ON s.kind = b.kind AND s.date = b.date
    WHERE (s.date IS NULL OR s.source IS NOT NULL) AND (b.source IS DISTINCT FROM s.source OR b.fingerprint IS DISTINCT FROM s.fingerprint)
)
SELECT kind, list(date ORDER BY date) AS days, source, address, file, fingerprint, complete, coalesce(list(date ORDER BY date) FILTER (partial), []) AS partial_days
FROM changed
GROUP BY date_trunc('month', date), kind, source, address, file, fingerprint, complete
ORDER BY min(date), kind;
