-- The repos' first and last days, and the description of their last row; $newest: the highest repo before.
-- requires: temp.archived_version, $newest
-- changes: store.repo
UPDATE store.repo r
SET first_seen = CASE WHEN r.repo > $newest THEN v.first ELSE least(r.first_seen, v.first) END,
    last_seen = CASE WHEN r.repo > $newest THEN v.last ELSE greatest(r.last_seen, v.last) END,
    last_version = CASE WHEN r.repo > $newest OR v.last >= r.last_seen THEN v.version ELSE r.last_version END,
    last_raw = CASE WHEN r.repo > $newest OR v.last >= r.last_seen THEN v.raw ELSE r.last_raw END
FROM (
    SELECT repo, min(first) AS first, max(last) AS last, arg_max(version, last) AS version, arg_max(raw, last) AS raw FROM archived_version GROUP BY repo
) v
WHERE r.repo = v.repo AND (r.repo > $newest OR v.first < r.first_seen OR v.last >= r.last_seen);
