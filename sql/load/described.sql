-- Repos that may have changed, and new ones that came more than once: their rows merged as the counters are.
-- requires: temp.line, temp.staged, temp.unsure
-- creates: temp.described
CREATE OR REPLACE TEMP TABLE described AS
WITH wanted AS (
    SELECT DISTINCT u.repo, u.kind, u.oid, u.fresh, s.seq
    FROM staged s
    JOIN unsure u USING (kind, oid)
    WHERE s.named
)
SELECT wanted.repo, wanted.kind, wanted.fresh, arg_max(COLUMNS(line.* EXCLUDE (seq, oid)), line.seq)
FROM line
JOIN wanted ON wanted.oid = line.oid AND wanted.seq = line.seq
GROUP BY wanted.repo, wanted.kind, wanted.fresh;
