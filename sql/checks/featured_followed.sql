-- Whether each featured model of the catalogue has its line.
-- requires: main.featured, store.watched, $date
SELECT w.category || ': ' || w.id AS subject, 'one line' AS expectation, count(f.id) || CASE count(f.id) WHEN 1 THEN ' line' ELSE ' lines' END AS actual, count(f.id) = 1 AS passes
FROM store.watched w
LEFT JOIN featured f ON f.date = $date AND f.category = w.category AND f.id = w.id
GROUP BY w.category, w.id, w.position ORDER BY w.position;
