-- Scores and ranks over the last 30 days of the repos on the pages.
-- requires: main.trends, $day, $oids, $own_boards
SELECT category, board, oid, date, score, rank FROM trends
WHERE date > CAST($day AS DATE) - 30 AND date <= CAST($day AS DATE) AND list_contains($own_boards, board) AND list_contains($oids, oid)
ORDER BY category, board, oid, date;
