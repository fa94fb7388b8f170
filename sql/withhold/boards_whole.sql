-- Delete a board's rows ($part: category and board) from the day.
-- requires: $date, $part
-- changes: main.trends
DELETE FROM trends WHERE date = $date AND category || ' ' || board = $part;
