-- Mark the day's board $part (category and board) as withheld.
-- requires: $date, $notes, $part
-- changes: main.boards
UPDATE boards
SET status = 'withheld', notes = $notes, breakouts = NULL
WHERE date = $date AND category || ' ' || board = $part;
