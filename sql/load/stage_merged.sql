-- Repos that came more than once, merged: the newest observation counts, and a field that it lacks keeps the value of an
-- earlier answer of the same day: what was seen is never nulled. Few in a complete crawl, most in one of leaders.
CREATE OR REPLACE TEMP TABLE merged AS
WITH again AS (
    -- by a hash, which costs a quarter of the memory; that two repos may share one only makes a group of one row below
    SELECT hash(kind, oid) AS key FROM staged WHERE oid <> '' AND id <> '' GROUP BY key HAVING count(*) > 1
),
newest AS (
    SELECT kind, oid, count(*) AS seen, arg_max(COLUMNS(* EXCLUDE (kind, oid, seq, requested, digest)), seq)
    FROM staged
    WHERE oid <> '' AND id <> '' AND hash(kind, oid) IN (SELECT key FROM again)
    GROUP BY kind, oid
)
SELECT *, digest_of(id, author, pipeline_tag, library_name, tags, gated, disabled, private, created_at,
    last_modified, base_relation, base_models, parameters) AS digest
FROM newest;
