-- Each active category has the main board.
-- requires: main.trends, store.category, $date, $main_board
SELECT c.slug AS subject, {'code': 'ranked_board', 'parameters': json_object('board', CAST($main_board AS VARCHAR))} AS expectation,
    CASE WHEN count(t.rank) > 0 THEN {'code': 'rows', 'parameters': json_object('rows', count(t.rank))} ELSE {'code': 'no_listed_repos', 'parameters': json_object()} END AS actual,
    count(t.rank) > 0 AS passes
FROM store.category c
LEFT JOIN trends t ON t.date = $date AND t.category = c.slug AND t.board = $main_board
WHERE c.status = 'active'
GROUP BY c.slug, c.position ORDER BY c.position;
