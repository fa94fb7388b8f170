-- One row per repo, with its newest known counters of the day. `occurrences`: its rows, mostly 1 in complete crawls.
-- requires: temp.staged_row
-- creates: temp.merged_row, temp.repeated_row
CREATE OR REPLACE TEMP TABLE repeated_row AS
-- hashed, for a quarter of the memory; a collision only makes a group of one row
SELECT hash(kind, oid) AS key FROM staged_row WHERE has_identity GROUP BY key HAVING count(*) > 1;

CREATE OR REPLACE TEMP VIEW merged_row AS
SELECT kind, oid, seq, raw, $counters, 1 AS occurrences
FROM staged_row
WHERE has_identity AND hash(kind, oid) NOT IN (SELECT key FROM repeated_row)
UNION ALL
SELECT kind, oid, max(seq) AS seq, hash(list(raw ORDER BY seq)) AS raw, $newest_counters, count(*) AS occurrences
FROM staged_row
WHERE has_identity AND hash(kind, oid) IN (SELECT key FROM repeated_row)
GROUP BY kind, oid;
