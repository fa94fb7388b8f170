-- Takes the lines of a featured model ($part: category and name) out of the day.
-- requires: $date, $part
-- changes: main.featured
DELETE FROM featured WHERE date = $date AND category || ': ' || id = $part;
