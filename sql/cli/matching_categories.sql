-- The categories that a text may mean.
-- requires: $text
SELECT slug FROM store.matching_categories($text) ORDER BY position;
