-- Whether the Hub shows each featured model.
-- requires: main.featured, $date
SELECT f.category || ': ' || f.id AS what, 'shown by the Hub' AS expected, f.availability AS seen, f.availability <> 'missing' AS holds
FROM featured f
WHERE f.date = $date
ORDER BY f.category, f.id;
