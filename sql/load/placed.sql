-- The day's counters, with which repo and which of its descriptions each row is; a version is NULL where it has yet to be
-- looked at, and only then its oid is kept. `fresh`: a repo never seen before, whose description will be its first.
-- requires: temp.day, store.repo
-- creates: temp.placed
CREATE OR REPLACE TEMP TABLE placed AS
SELECT day.kind, day.seq, day.raw, day.downloads, day.downloads_all_time, day.likes, day.trending_score, day.seen,
    r.repo, CASE WHEN r.last_raw = day.raw THEN NULL ELSE day.oid END AS oid, CASE WHEN r.last_raw = day.raw THEN r.last_version END AS version,
    r.repo IS NULL AS fresh
FROM day
LEFT JOIN store.repo r USING (kind, oid);
