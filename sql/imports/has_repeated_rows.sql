-- Whether sorted rows ($rows) have a repo twice on a day, by a hash: numbers stream through the window much faster than names.
-- requires: $identity, $rows
SELECT bool_or(key = previous_key) FROM (SELECT key, lag(key) OVER () AS previous_key FROM (SELECT hash($identity, day) AS key FROM $rows));
