-- Takes the lines of a featured model ($part: category and name) out of the day.
DELETE FROM featured WHERE date = $date AND category || ': ' || id = $part;
