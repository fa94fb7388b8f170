-- Counters are sound (pipeline/warehouse/soundness.py), against the last sound day with the same scope and lists, and few
-- repos are below their highest all-time counter (sql/derived_history/insert_low_marks.sql).
-- requires: store.level, store.mark, store.repo, store.snapshot, $date, $kind, $max_rolled_back_share
SELECT l.counter AS subject,
    CASE WHEN b.known > 0 THEN {'code': 'about_as_positive', 'parameters': json_object('share', b.positive / b.known, 'total', coalesce(b.total, 0), 'date', b.date)}
        ELSE {'code': 'some_positive', 'parameters': json_object()} END AS expectation,
    {'code': CASE WHEN l.unsound THEN 'unsound' ELSE 'positive' END, 'parameters': json_object(
        'share', CASE WHEN l.known > 0 THEN l.positive / l.known ELSE 0 END, 'known', l.known, 'total', coalesce(l.total, 0)
    )} AS actual,
    NOT l.unsound AS passes
FROM store.level l
JOIN store.snapshot s ON s.kind = l.kind AND s.date = l.date
LEFT JOIN (
    SELECT x.*, y.scope, y.status, y.source, y.covered FROM store.level x JOIN store.snapshot y ON y.kind = x.kind AND y.date = x.date
    WHERE x.kind = $kind AND x.date < $date AND NOT x.unsound
) b ON b.counter = l.counter AND b.scope = s.scope AND b.status = s.status AND b.source IS NOT DISTINCT FROM s.source
    AND (s.scope = 'hub' OR b.covered IS NOT DISTINCT FROM s.covered)
WHERE l.kind = $kind AND l.date = $date
QUALIFY row_number() OVER (PARTITION BY l.counter ORDER BY b.date DESC NULLS LAST) = 1
UNION ALL
SELECT 'downloads_all_time', {'code': 'below_highest_at_most', 'parameters': json_object('share', CAST($max_rolled_back_share AS DOUBLE))},
    {'code': 'below_highest', 'parameters': json_object('share', CASE WHEN f.rows > 0 THEN f.share ELSE 0 END, 'rows', f.rows)},
    coalesce(f.share < $max_rolled_back_share, true)
FROM (
    SELECT s.rows, (
        SELECT count(*) FROM store.mark m JOIN store.repo r ON r.repo = m.repo WHERE m.date = s.date AND r.kind = s.kind AND m.status = 'rolled_back'
    ) / s.rows AS share
    FROM store.snapshot s WHERE s.kind = $kind AND s.date = $date
) f
ORDER BY ALL;
