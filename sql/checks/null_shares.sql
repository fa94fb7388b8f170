-- Counters are missing from no more rows than on the scope's last complete day. Without one, only likes and downloads
-- count, which the Hub gives for every repo.
-- requires: store.counted, store.snapshot, $date, $kind, $tolerated_rows
WITH today AS (FROM store.snapshot WHERE kind = $kind AND date = $date),
comparison_day AS (
    SELECT max(s.date) AS date FROM store.snapshot s JOIN today t ON t.scope = s.scope AND t.source IS NOT DISTINCT FROM s.source
    WHERE s.kind = $kind AND s.date < $date AND s.status = 'ok'
),
missing AS (
    SELECT f.date, count(*) AS rows, unnest([
        {'subject': 'likes', 'nulls': count(*) - count(likes)},
        {'subject': 'downloads', 'nulls': count(*) - count(downloads)},
        {'subject': 'downloads_all_time', 'nulls': count(*) - count(downloads_all_time)},
        {'subject': 'trending_score', 'nulls': count(*) - count(trending_score)}
    ], recursive := true)
    FROM store.counted f
    WHERE f.kind = $kind AND (f.date = $date OR f.date = (SELECT date FROM comparison_day))
    GROUP BY f.date
)
SELECT t.subject,
    {'code': 'nulls_at_most', 'parameters': json_object('share', coalesce(b.nulls / b.rows + 0.01, 0.01))} AS expectation,
    {'code': 'nulls', 'parameters': json_object('share', t.nulls / t.rows, 'nulls', t.nulls, 'rows', t.rows)} AS actual,
    t.nulls <= $tolerated_rows OR t.nulls / t.rows <= coalesce(b.nulls / b.rows, 0) + 0.01
        OR (b.rows IS NULL AND t.subject NOT IN ('likes', 'downloads')) AS passes
FROM missing t
LEFT JOIN missing b ON b.subject = t.subject AND b.date < t.date
WHERE t.date = $date AND store.has_counter($kind, t.subject)
ORDER BY t.subject;
