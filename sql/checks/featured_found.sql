-- The Hub shows each featured model.
-- requires: main.featured, $date
SELECT f.category || ': ' || f.id AS subject, 'shown by the Hub' AS expectation, f.availability AS actual, f.availability <> 'missing' AS passes
FROM featured f
WHERE f.date = $date
ORDER BY f.category, f.id;
