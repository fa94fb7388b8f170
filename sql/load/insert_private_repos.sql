-- The day's private repos, if the home keeps them.
-- requires: temp.private_row, $date
-- changes: store.private
INSERT INTO store.private BY NAME
SELECT CAST($date AS DATE) AS date, * FROM private_row;
