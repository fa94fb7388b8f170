-- Delete a featured model's rows ($part: category and name) from the day.
-- requires: $date, $part
-- changes: main.featured
DELETE FROM featured WHERE date = $date AND category || ': ' || id = $part;
