-- What the day held before it is replaced, to mend afterwards what only it held up.
-- requires: store.counted, $date
-- creates: temp.replaced
CREATE OR REPLACE TEMP TABLE replaced AS
SELECT repo, version FROM store.counted WHERE date = $date;
