-- Recompute first_seen, last_seen and last_version of repos that only the replaced rows had that day.
-- requires: temp.matched_row, temp.replaced_row, store.counted
-- changes: store.repo
UPDATE store.repo r
SET first_seen = span.first_seen, last_seen = span.last_seen, last_version = span.last_version,
    last_raw = CASE WHEN r.last_version = span.last_version THEN r.last_raw END
FROM (
    SELECT f.repo, min(f.date) AS first_seen, max(f.date) AS last_seen, arg_max(f.version, f.date) AS last_version
    FROM store.counted f
    SEMI JOIN (SELECT repo FROM replaced_row ANTI JOIN matched_row USING (repo)) dropped_repo USING (repo)
    GROUP BY f.repo
) AS span
WHERE r.repo = span.repo;
