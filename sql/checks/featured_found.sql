-- The Hub shows each featured model.
-- requires: main.featured, $date
SELECT f.category || ': ' || f.id AS subject, {'code': 'shown_by_hub', 'parameters': json_object()} AS expectation,
    {'code': 'availability', 'parameters': json_object('availability', f.availability)} AS actual, f.availability <> 'missing' AS passes
FROM featured f
WHERE f.date = $date
ORDER BY f.category, f.id;
