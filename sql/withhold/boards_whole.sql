-- Takes the places of a board ($part: category and board) out of the day.
-- requires: $date, $part
-- changes: main.trends
DELETE FROM trends WHERE date = $date AND category || ' ' || board = $part;
