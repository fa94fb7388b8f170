-- Delete the families of the day's repos, to insert them again.
-- requires: main.trends, $date
-- changes: main.families
DELETE FROM families WHERE oid IN (SELECT t.oid FROM trends t WHERE t.date = $date);
