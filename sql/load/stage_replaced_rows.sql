-- The day's rows before it is replaced, for deleting afterwards what only they used.
-- requires: store.counted, $date
-- creates: temp.replaced_row
CREATE OR REPLACE TEMP TABLE replaced_row AS
SELECT repo, version FROM store.counted WHERE date = $date;
