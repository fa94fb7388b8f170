-- Delete the day's rows of featured model $part (category and name).
-- requires: $date, $part
-- changes: main.featured
DELETE FROM featured WHERE date = $date AND category || ': ' || id = $part;
