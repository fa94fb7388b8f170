-- Each active category has the main board.
-- requires: main.trends, store.category, $date, $main_board
SELECT c.slug AS subject, 'an ' || $main_board || ' board' AS expectation,
    CASE WHEN count(t.rank) > 0 THEN format('{} rows', count(t.rank)) ELSE 'none: the Hub lists no repos in it' END AS actual,
    count(t.rank) > 0 AS passes
FROM store.category c
LEFT JOIN trends t ON t.date = $date AND t.category = c.slug AND t.board = $main_board
WHERE c.status = 'active'
GROUP BY c.slug, c.position ORDER BY c.position;
