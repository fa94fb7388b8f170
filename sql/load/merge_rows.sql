-- One row per repo: its counters, the newest counting. `occurrences`: how often it came. Few come more than once in a complete
-- crawl, most in one of leaders; a counter that their newest row lacks keeps the value of an earlier answer of the same day:
-- what was seen is never nulled.
-- requires: temp.staged_row
-- creates: temp.merged_row, temp.repeated_row
CREATE OR REPLACE TEMP TABLE repeated_row AS
-- by a hash, which costs a quarter of the memory; that two repos may share one only makes a group of one row below
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
