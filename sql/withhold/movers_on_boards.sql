-- Takes the moves of a sort ($part) out of the day.
DELETE FROM movers WHERE date = $date AND move = $part;
