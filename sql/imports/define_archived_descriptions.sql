-- The descriptions to compare, from the first day of each state.
-- requires: temp.archived_row, temp.uncertain_row
-- creates: temp.archived_description
CREATE OR REPLACE TEMP VIEW archived_description AS
SELECT u.seq, u.oid, $archived_fields
FROM archived_row r
JOIN uncertain_row u ON u.seq = r.place;
