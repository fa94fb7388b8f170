-- $date, and snapshot days among the last $days before.
-- requires: store.snapshot, $date, $days
SELECT DISTINCT date FROM store.snapshot WHERE date BETWEEN CAST($date AS DATE) - CAST($days AS INTEGER) AND $date ORDER BY date;
