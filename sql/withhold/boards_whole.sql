-- Delete the day's board $part (category and board).
-- requires: $date, $part
-- changes: main.trends
DELETE FROM trends WHERE date = $date AND category || ' ' || board = $part;
