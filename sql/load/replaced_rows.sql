-- What the day held before it is replaced, to mend afterwards what only it held up.
CREATE OR REPLACE TEMP TABLE replaced AS
SELECT repo, version FROM store.counted WHERE date = $date;
