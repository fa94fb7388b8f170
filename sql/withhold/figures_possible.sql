-- Delete impossible figures of metric $part from the checked days.
-- requires: $date, $part
-- changes: main.scorecard
DELETE FROM scorecard
WHERE date BETWEEN CAST($date AS DATE) - 7 AND $date AND metric = $part
    AND NOT coalesce(value BETWEEN 0 AND 1 AND coalesce(value_low <= value_high, true) AND coalesce(value_low >= 0, true) AND coalesce(value_high <= 1, true), false);
