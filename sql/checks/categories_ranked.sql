-- Whether each active category of the catalogue has an attention board.
-- requires: main.trends, store.category, $date
SELECT c.slug AS what, 'an attention board' AS expected,
    CASE WHEN count(t.rank) > 0 THEN format('{} places', count(t.rank)) ELSE 'none: the Hub lists no repo in it' END AS seen,
    count(t.rank) > 0 AS holds
FROM store.category c
LEFT JOIN trends t ON t.date = $date AND t.category = c.slug AND t.board = 'attention'
WHERE c.status = 'active'
GROUP BY c.slug, c.position ORDER BY c.position;
