-- Descriptions of uncertain_row's repos, their rows merged like the counters. $rows: staged_description or reread_row.
-- requires: temp.staged_row, temp.uncertain_row, $rows
-- creates: temp.changed_description
CREATE OR REPLACE TEMP TABLE changed_description AS
WITH wanted_row AS (
    SELECT DISTINCT u.repo, u.kind, u.oid, u.is_new, s.seq
    FROM staged_row s
    JOIN uncertain_row u USING (kind, oid)
    WHERE s.has_identity
)
SELECT wanted_row.repo, wanted_row.kind, wanted_row.is_new, arg_max(COLUMNS(line.* EXCLUDE (seq, oid)), line.seq)
FROM query_table($rows) AS line
JOIN wanted_row ON wanted_row.oid = line.oid AND wanted_row.seq = line.seq
GROUP BY wanted_row.repo, wanted_row.kind, wanted_row.is_new;
