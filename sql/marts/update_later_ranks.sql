-- Correct the earlier ranks of boards 1, 7 and 30 days later.
-- requires: main.trends, $date
-- changes: main.trends
UPDATE trends later
SET rank_1d_ago = CASE WHEN later.date = CAST($date AS DATE) + 1 THEN fresh.rank ELSE later.rank_1d_ago END,
    rank_7d_ago = CASE WHEN later.date = CAST($date AS DATE) + 7 THEN fresh.rank ELSE later.rank_7d_ago END,
    rank_30d_ago = CASE WHEN later.date = CAST($date AS DATE) + 30 THEN fresh.rank ELSE later.rank_30d_ago END
FROM (
    SELECT l.date, l.category, l.board, l.oid, now.rank
    FROM trends l
    LEFT JOIN trends now ON now.date = $date AND now.category = l.category AND now.board = l.board AND now.oid = l.oid
    WHERE l.date IN (CAST($date AS DATE) + 1, CAST($date AS DATE) + 7, CAST($date AS DATE) + 30)
) AS fresh
WHERE later.date = fresh.date AND later.category = fresh.category AND later.board = fresh.board
    AND later.oid = fresh.oid;
