-- The archived days' rows, as load/insert_daily stores a day.
-- requires: temp.archived_row, temp.archived_state, temp.archived_version, $is_state_of_row, $kind
-- changes: store.daily
INSERT INTO store.daily BY NAME
SELECT CAST($kind AS VARCHAR) AS kind, r.day AS date, v.repo, v.version, r.observed_at, $counters
FROM archived_row r
JOIN archived_state s ON $is_state_of_row -- s.number = r.place
JOIN archived_version v ON v.number = s.number
ORDER BY r.day, store.storage_key($kind, v.repo, downloads_all_time, downloads, 18);
