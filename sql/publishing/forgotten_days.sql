-- The days that `almanac forget` removed, also those taken again since. A restored export brings the record of anybody.
-- requires: store.about
SELECT f.date
FROM (SELECT unnest(TRY_CAST(a.value AS DATE [])) AS date FROM store.about a WHERE a.key = 'forgotten') f
WHERE f.date BETWEEN DATE '2016-01-01' AND DATE '9999-12-31';
