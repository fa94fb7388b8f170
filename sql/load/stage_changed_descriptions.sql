-- Repos that may have changed, and new ones that came more than once: their rows ($rows: kept_row or
-- reread_row) merged as the counters are.
-- requires: temp.staged_row, temp.uncertain_row, $rows
-- creates: temp.changed_description
CREATE OR REPLACE TEMP TABLE changed_description AS
WITH wanted AS (
    SELECT DISTINCT u.repo, u.kind, u.oid, u.fresh, s.seq
    FROM staged_row s
    JOIN uncertain_row u USING (kind, oid)
    WHERE s.named
)
SELECT wanted.repo, wanted.kind, wanted.fresh, arg_max(COLUMNS(line.* EXCLUDE (seq, oid)), line.seq)
FROM query_table($rows) AS line
JOIN wanted ON wanted.oid = line.oid AND wanted.seq = line.seq
GROUP BY wanted.repo, wanted.kind, wanted.fresh;
