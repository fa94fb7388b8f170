-- Whether the Hub had refreshed its download counters when it was asked: which share of them differs from the snapshot before.
-- requires: store.snapshot, $date, $kind, $least_moved
SELECT $kind || 's' AS what, format('at least {:.0f}% of the counters', 100 * $least_moved) AS expected,
    coalesce(format('{:.1f}%', 100 * changed_counter_share), 'no day before to compare with') AS seen,
    coalesce(changed_counter_share >= $least_moved, true) AS holds
FROM store.snapshot WHERE kind = $kind AND date = $date;
