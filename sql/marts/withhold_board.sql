-- Marks a board of the day ($part: category and board) as withheld.
-- requires: $date, $note, $part
-- changes: main.boards
UPDATE boards
SET status = 'withheld', note = $note, breakouts = NULL
WHERE date = $date AND category || ' ' || board = $part;
