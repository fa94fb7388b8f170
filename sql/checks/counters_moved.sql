-- The Hub had refreshed its download counters: the share that changed since the previous snapshot.
-- requires: store.snapshot, $date, $kind, $min_moved_share
SELECT $kind || 's' AS subject, format('at least {:.0f}% of the counters', 100 * $min_moved_share) AS expectation,
    coalesce(format('{:.1f}%', 100 * changed_counter_share), 'no earlier day to compare with') AS actual,
    coalesce(changed_counter_share >= $min_moved_share, true) AS passes
FROM store.snapshot WHERE kind = $kind AND date = $date;
