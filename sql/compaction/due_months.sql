-- Months that ended $settling_days before the last snapshot up to $latest and are not compacted, or have at least
-- $recompaction_days newly loaded days.
-- requires: store.compacted_day, store.snapshot, $latest, $recompaction_days, $settling_days
SELECT month
FROM (SELECT DISTINCT date, CAST(date_trunc('month', date) AS DATE) AS month FROM store.snapshot ANTI JOIN store.compacted_day USING (kind, date))
GROUP BY month
HAVING month + INTERVAL 1 MONTH + to_days($settling_days - 1) <= (SELECT max(s.date) FROM store.snapshot s WHERE s.date <= $latest)
    AND (count(*) >= $recompaction_days OR month NOT IN (SELECT f.month FROM store.compacted_day f))
ORDER BY month;
