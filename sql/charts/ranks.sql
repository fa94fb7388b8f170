-- Ranks of today's top ten of the first $categories main boards in the snapshots of the last 30 days; NULL beyond rank $depth.
-- requires: main.trends, store.category, store.snapshot, $categories, $date, $depth, $main_board
WITH today AS (
    SELECT t.category, t.oid, t.id, t.rank AS place
    FROM trends t
    SEMI JOIN (SELECT c.slug FROM store.category c ORDER BY c.position LIMIT $categories) c ON c.slug = t.category
    WHERE t.date = $date AND t.board = $main_board AND t.rank <= 10
),
days AS (SELECT DISTINCT date FROM store.snapshot WHERE date BETWEEN CAST($date AS DATE) - 29 AND $date)
SELECT t.category, d.date, t.oid, t.id, t.place, h.rank
FROM today t
CROSS JOIN days d
LEFT JOIN (
    SELECT category, date, oid, rank FROM trends
    WHERE board = $main_board AND date BETWEEN CAST($date AS DATE) - 29 AND $date AND rank <= $depth
) h ON h.category = t.category AND h.oid = t.oid AND h.date = d.date
ORDER BY t.category, t.place, d.date;
