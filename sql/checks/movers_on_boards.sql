-- Repos that entered a top 10 are in it; those that left it are not.
-- requires: main.movers, main.trends, $date
SELECT m.move AS subject, CASE m.move WHEN 'entered_top_10' THEN 'all in the top 10 of their boards' ELSE 'none in the top 10 of their boards' END AS expectation,
    format('{} of {}', count(t.rank), count(*)) AS actual,
    CASE m.move WHEN 'entered_top_10' THEN count(t.rank) = count(*) ELSE count(t.rank) = 0 END AS passes
FROM movers m
LEFT JOIN trends t ON t.date = m.date AND t.category = m.category AND t.board = m.board AND t.oid = m.oid AND t.rank <= 10
WHERE m.date = $date AND m.move IN ('entered_top_10', 'left_top_10')
GROUP BY m.move ORDER BY m.move;
