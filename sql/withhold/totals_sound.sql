-- Delete a category's ($part) totals from the day.
-- requires: $date, $part
-- changes: main.category_daily
DELETE FROM category_daily WHERE date = $date AND category = $part;
