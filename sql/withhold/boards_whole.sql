-- Takes the places of a board ($part: category and board) out of the day.
DELETE FROM trends WHERE date = $date AND category || ' ' || board = $part;
