-- Share of download counters that changed, by snapshot of the last 90 days.
-- requires: store.snapshot, $date, $kind
SELECT kind, date, changed_counter_share FROM store.snapshot
WHERE kind = $kind AND date BETWEEN CAST($date AS DATE) - 89 AND $date
ORDER BY date;
