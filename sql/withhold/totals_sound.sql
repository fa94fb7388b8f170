-- Takes the totals of a category ($part) out of the day.
DELETE FROM category_daily WHERE date = $date AND category = $part;
