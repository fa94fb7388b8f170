-- New repos by _id, which begins with the second of creation: neighbors have the same age. Without _id in the order of rows.
-- requires: temp.matched_row
-- creates: temp.arrival, temp.new_repo
CREATE OR REPLACE TEMP TABLE arrival AS
SELECT rowid AS place, kind, oid, raw FROM matched_row WHERE is_new ORDER BY kind DESC, CASE WHEN store.is_provisional(oid) THEN seq END, oid;

CREATE OR REPLACE TEMP VIEW new_repo AS SELECT getvariable('newest') + 1 + rowid AS repo, * FROM arrival;
