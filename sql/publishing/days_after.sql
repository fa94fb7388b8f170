-- Later snapshot days whose boards may look back at the day.
-- requires: store.snapshot, $date, $reach
SELECT DISTINCT date FROM store.snapshot WHERE date > $date AND date <= CAST($date AS DATE) + CAST($reach AS INTEGER) ORDER BY date;
