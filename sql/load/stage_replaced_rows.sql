-- What the day held before it is replaced, to mend afterwards what only it held up.
-- requires: store.counted, $date
-- creates: temp.replaced_row
CREATE OR REPLACE TEMP TABLE replaced_row AS
SELECT repo, version FROM store.counted WHERE date = $date;
