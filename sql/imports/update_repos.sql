-- The repos' first and last days, and the description of their last row. New repos (above $newest) of a single day have them already.
-- requires: temp.archived_state, temp.archived_version, $is_single_day, $newest
-- changes: store.repo
UPDATE store.repo r
SET first_seen = CASE WHEN r.repo > $newest THEN v.first ELSE least(r.first_seen, v.first) END,
    last_seen = CASE WHEN r.repo > $newest THEN v.last ELSE greatest(r.last_seen, v.last) END,
    last_version = CASE WHEN r.repo > $newest OR v.last >= r.last_seen THEN v.version ELSE r.last_version END,
    last_raw = CASE WHEN r.repo > $newest OR v.last >= r.last_seen THEN v.raw ELSE r.last_raw END
FROM (
    SELECT v.repo, min(s.first) AS first, max(s.last) AS last, arg_max(v.version, s.last) AS version, arg_max(s.raw, s.last) AS raw
    FROM archived_version v
    JOIN archived_state s USING (number)
    WHERE v.repo <= $newest OR NOT $is_single_day
    GROUP BY v.repo
) v
WHERE r.repo = v.repo AND (r.repo > $newest OR v.first < r.first_seen OR v.last >= r.last_seen);
