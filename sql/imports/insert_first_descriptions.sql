-- The descriptions of new repos, from the first day of each state.
-- requires: temp.archived_row, temp.licenses_in(), temp.new_row
-- changes: store.description
INSERT INTO store.description BY NAME
SELECT n.repo, n.kind, 1 AS version, $archived_fields, licenses_in(r.tags) AS license
FROM archived_row r
JOIN new_row n ON n.seq = r.place;
