-- The Hub had refreshed its download counters: the share that changed since the previous snapshot.
-- requires: store.snapshot, $date, $kind, $min_moved_share
SELECT $kind || 's' AS subject, {'code': 'changed_at_least', 'parameters': json_object('share', CAST($min_moved_share AS DOUBLE))} AS expectation,
    CASE WHEN changed_counter_share IS NULL THEN {'code': 'no_earlier_day', 'parameters': json_object()} ELSE {'code': 'changed', 'parameters': json_object('share', changed_counter_share)} END AS actual,
    coalesce(changed_counter_share >= $min_moved_share, true) AS passes
FROM store.snapshot WHERE kind = $kind AND date = $date;
