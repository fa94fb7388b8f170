-- Categories with this board 1 or 7 days ago; otherwise rank changes are unknown.
-- requires: main.trends, $board, $date, $slugs
SELECT DISTINCT t.category, $date - t.date FROM trends t
WHERE t.date IN ($date - 1, $date - 7) AND list_contains($slugs, t.category) AND t.board = $board;
