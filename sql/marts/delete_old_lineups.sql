-- Delete lineups over eight days older than the evaluated day, unused by evaluation. Days after $latest do not count.
-- requires: store.snapshot, $latest
-- changes: store.lineup
DELETE FROM store.lineup
WHERE date < (SELECT max(s.date) - 8 FROM store.snapshot s WHERE s.date <= $latest);
