-- Scores of some repos over the last 14 days.
-- requires: main.trends, $board, $date, $oids, $slugs
SELECT category, oid, date, score FROM trends
WHERE list_contains($slugs, category) AND board = $board AND date > $date - 14 AND date <= $date AND list_contains($oids, oid);
