-- Snapshot days before a gap, and the next snapshot day.
-- requires: main.snapshots
SELECT date, after
FROM (SELECT date, lead(date) OVER (ORDER BY date) AS after FROM (SELECT DISTINCT date FROM snapshots))
WHERE after > date + 1
ORDER BY date;
