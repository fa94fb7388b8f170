-- Families of the repos on the day's boards, to be inserted again.
-- requires: main.trends, $date
-- changes: main.families
DELETE FROM families WHERE oid IN (SELECT t.oid FROM trends t WHERE t.date = $date);
