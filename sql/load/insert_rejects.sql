-- The day's rejected rows.
-- requires: temp.rejected_row, $date
-- changes: store.reject
INSERT INTO store.reject BY NAME
SELECT CAST($date AS DATE) AS date, * FROM rejected_row;
