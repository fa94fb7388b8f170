-- The day's top repos by each baseline.
-- requires: temp.lineup_row, $date
-- changes: store.lineup
INSERT INTO store.lineup BY NAME
SELECT CAST($date AS DATE) AS date, * FROM lineup_row;
