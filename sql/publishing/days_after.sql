-- Days with a snapshot after the day that may rest on it.
-- requires: store.snapshot, $date, $reach
SELECT DISTINCT date FROM store.snapshot WHERE date > $date AND date <= CAST($date AS DATE) + CAST($reach AS INTEGER) ORDER BY date;
