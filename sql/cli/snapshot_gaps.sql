-- Days with a snapshot after which one or more have none, each with the next that has one.
-- requires: main.snapshots
SELECT date, after
FROM (SELECT date, lead(date) OVER (ORDER BY date) AS after FROM (SELECT DISTINCT date FROM snapshots))
WHERE after > date + 1
ORDER BY date;
