-- The descriptions of the archived states, from the first day of each.
-- requires: temp.archived_row, temp.archived_state
-- creates: temp.archived_description
CREATE OR REPLACE TEMP VIEW archived_description AS
SELECT s.number AS seq, s.oid, $archived_fields
FROM archived_row r
JOIN archived_state s ON s.identity = r.identity AND s.first = r.day AND s.raw = r.raw
WHERE s.layer = getvariable('archive_layer');
