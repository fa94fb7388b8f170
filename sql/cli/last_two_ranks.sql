-- Last two rows of a repo on the board.
-- requires: main.trends, $board, $category, $date, $oids
SELECT * FROM trends WHERE category = $category AND board = $board AND date <= $date AND list_contains($oids, oid)
ORDER BY date DESC LIMIT 2;
