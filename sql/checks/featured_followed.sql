-- Each featured model of the catalogue has one row.
-- requires: main.featured, store.watched, $date
SELECT w.category || ': ' || w.id AS subject, {'code': 'rows', 'parameters': json_object('rows', 1)} AS expectation,
    {'code': 'rows', 'parameters': json_object('rows', count(f.id))} AS actual, count(f.id) = 1 AS passes
FROM store.watched w
LEFT JOIN featured f ON f.date = $date AND f.category = w.category AND f.id = w.id
GROUP BY w.category, w.id, w.position ORDER BY w.position;
