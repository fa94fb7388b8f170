-- The next snapshot of each kind after each of $days.
-- requires: store.snapshot, $days
SELECT DISTINCT min(s.date) AS date
FROM (SELECT unnest($days) AS date) d
JOIN store.snapshot s ON s.date > d.date
GROUP BY d.date, s.kind;
