-- The day's counters with repo and description version. Only where the description must be compared, version is NULL
-- and oid is kept. `is_new`: the row is the repo's first description.
-- requires: temp.merged_row, store.repo
-- creates: temp.matched_row
CREATE OR REPLACE TEMP TABLE matched_row AS
SELECT merged_row.kind, merged_row.seq, merged_row.raw, $counters, merged_row.occurrences,
    r.repo, CASE WHEN r.last_raw = merged_row.raw THEN NULL ELSE merged_row.oid END AS oid, CASE WHEN r.last_raw = merged_row.raw THEN r.last_version END AS version,
    r.repo IS NULL AS is_new
FROM merged_row
LEFT JOIN store.repo r USING (kind, oid);
