-- Which earlier days have this board: a repo came to its place only where there was a board before.
-- requires: main.trends, $board, $date, $slugs
SELECT DISTINCT t.category, $date - t.date FROM trends t
WHERE t.date IN ($date - 1, $date - 7) AND list_contains($slugs, t.category) AND t.board = $board;
