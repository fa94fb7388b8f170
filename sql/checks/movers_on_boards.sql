-- Repos that entered a top 10 are in it; those that left it are not.
-- requires: main.movers, main.trends, $date
SELECT m.move AS subject, CASE m.move WHEN 'entered_top_10' THEN {'code': 'all_in_top_10', 'parameters': json_object()} ELSE {'code': 'none_in_top_10', 'parameters': json_object()} END AS expectation,
    {'code': 'in_top_10', 'parameters': json_object('repos', count(t.rank), 'all', count(*))} AS actual,
    CASE m.move WHEN 'entered_top_10' THEN count(t.rank) = count(*) ELSE count(t.rank) = 0 END AS passes
FROM movers m
LEFT JOIN trends t ON t.date = m.date AND t.category = m.category AND t.board = m.board AND t.oid = m.oid AND t.rank <= 10
WHERE m.date = $date AND m.move IN ('entered_top_10', 'left_top_10')
GROUP BY m.move ORDER BY m.move;
