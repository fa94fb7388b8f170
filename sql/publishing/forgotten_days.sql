-- The days that `almanac forget` removed, also those taken again since.
-- requires: store.about
SELECT unnest(TRY_CAST(value AS DATE[])) AS date FROM store.about WHERE key = 'forgotten';
