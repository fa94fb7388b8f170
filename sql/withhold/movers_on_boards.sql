-- Takes the moves of a sort ($part) out of the day.
-- requires: $date, $part
-- changes: main.movers
DELETE FROM movers WHERE date = $date AND move = $part;
