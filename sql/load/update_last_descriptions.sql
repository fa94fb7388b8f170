-- Changed last_version and last_raw of known repos.
-- requires: temp.matched_row, $date, $newest
-- changes: store.repo
UPDATE store.repo r
SET last_version = matched_row.version, last_raw = matched_row.raw
FROM matched_row
WHERE r.repo = matched_row.repo AND r.repo <= $newest AND r.last_seen = $date AND (r.last_raw IS DISTINCT FROM matched_row.raw OR r.last_version <> matched_row.version);
