-- Repos that may have changed, and new ones that came more than once: their rows merged as the counters are.
CREATE OR REPLACE TEMP TABLE described AS
WITH wanted AS (
    SELECT p.repo, p.kind, p.oid, p.fresh, s.seq
    FROM unsure p
    JOIN (SELECT DISTINCT kind, oid, seq FROM staged WHERE named) s USING (kind, oid)
)
SELECT wanted.repo, wanted.kind, wanted.fresh, arg_max(COLUMNS(line.* EXCLUDE (seq, oid)), line.seq)
FROM line
JOIN wanted ON wanted.oid = line.oid AND wanted.seq = line.seq
GROUP BY wanted.repo, wanted.kind, wanted.fresh;
