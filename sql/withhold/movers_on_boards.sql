-- Delete the day's moves of type $part.
-- requires: $date, $part
-- changes: main.movers
DELETE FROM movers WHERE date = $date AND move = $part;
