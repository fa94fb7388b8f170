-- Delete the intervals of a month that has no compacted day of the kind any more.
-- requires: store.compacted_day, $kind, $month
-- changes: store.daily_interval
DELETE FROM store.daily_interval
WHERE month = $month AND kind = $kind AND NOT EXISTS (SELECT 1 FROM store.compacted_day c WHERE c.kind = $kind AND c.month = $month);
