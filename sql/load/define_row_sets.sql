-- Rows to compare (of repos that may have changed, or new ones with several), and single rows of new repos.
-- requires: temp.matched_row, store.description, store.sparse_version
-- creates: temp.full_description, temp.new_row, temp.uncertain_row
CREATE OR REPLACE TEMP VIEW uncertain_row AS SELECT * FROM matched_row WHERE version IS NULL OR (is_new AND occurrences > 1);
CREATE OR REPLACE TEMP VIEW full_description AS FROM store.description ANTI JOIN store.sparse_version USING (repo, version);
CREATE OR REPLACE TEMP VIEW new_row AS SELECT * FROM matched_row WHERE is_new AND occurrences = 1;
