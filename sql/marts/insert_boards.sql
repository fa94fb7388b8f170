-- Status and notes of the day's boards.
-- requires: temp.board_status, $date
-- changes: main.boards
INSERT INTO boards BY NAME
SELECT CAST($date AS DATE) AS date, * FROM board_status ORDER BY category, board;
