-- Extend first_seen and last_seen, whatever order days are loaded in.
-- requires: temp.matched_row, $date
-- changes: store.repo
UPDATE store.repo r
SET first_seen = least(r.first_seen, $date), last_seen = greatest(r.last_seen, $date)
FROM matched_row
WHERE r.repo = matched_row.repo AND (r.last_seen < $date OR r.first_seen > $date);
