-- The archived rows' descriptions, with the page of each row.
-- requires: temp.archived_row, temp.page
-- creates: temp.archived_description
CREATE OR REPLACE TEMP VIEW archived_description AS
SELECT page.seq, r.oid, $archived_fields
FROM archived_row r
JOIN page USING (observed_at);
