-- Each kind's snapshots before and after the day.
-- requires: store.snapshot, $date
-- creates: temp.neighbor_day
CREATE OR REPLACE TEMP TABLE neighbor_day AS
SELECT now.kind, now.date, (SELECT max(s.date) FROM store.snapshot s WHERE s.kind = now.kind AND s.date < now.date) AS before,
    (SELECT min(s.date) FROM store.snapshot s WHERE s.kind = now.kind AND s.date > now.date) AS after
FROM store.snapshot now
WHERE now.date = $date;
