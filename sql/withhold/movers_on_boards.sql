-- Delete moves of one type ($part) from the day.
-- requires: $date, $part
-- changes: main.movers
DELETE FROM movers WHERE date = $date AND move = $part;
