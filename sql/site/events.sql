-- All events of the repos up to the day.
-- requires: main.events, $day, $oids
SELECT e.oid, e.date, e.event, e.old, e.new FROM events e
WHERE list_contains($oids, e.oid) AND e.date <= $day
ORDER BY e.oid, e.date, e.event;
