-- Each featured model of the catalogue has one row.
-- requires: main.featured, store.watched, $date
SELECT w.category || ': ' || w.id AS subject, '1 row' AS expectation, count(f.id) || CASE count(f.id) WHEN 1 THEN ' row' ELSE ' rows' END AS actual, count(f.id) = 1 AS passes
FROM store.watched w
LEFT JOIN featured f ON f.date = $date AND f.category = w.category AND f.id = w.id
GROUP BY w.category, w.id, w.position ORDER BY w.position;
