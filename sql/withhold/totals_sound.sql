-- Delete the day's totals of category $part.
-- requires: $date, $part
-- changes: main.category_daily
DELETE FROM category_daily WHERE date = $date AND category = $part;
