-- Snapshot days before a gap, and the next snapshot day, up to the day $last (NULL: all).
-- requires: main.snapshots, $last
SELECT date, after
FROM (SELECT date, lead(date) OVER (ORDER BY date) AS after FROM (SELECT DISTINCT date FROM snapshots))
WHERE after > date + 1 AND (after <= $last OR $last IS NULL)
ORDER BY date;
