-- Unsound counters of the last own day, and whether each was already unsound in the snapshot before.
-- requires: main.days, main.snapshots, store.mark, store.repo, $many
WITH own_snapshot AS (FROM snapshots WHERE source IS NULL QUALIFY date = max(date) OVER ()),
low AS (
    SELECT s.date, s.kind, s.repos, (
        SELECT count(*) FROM store.mark m JOIN store.repo r ON r.repo = m.repo WHERE m.date = s.date AND r.kind = s.kind AND m.status = 'rolled_back'
    ) / s.repos AS share
    FROM snapshots s
    WHERE s.date <= (SELECT max(o.date) FROM own_snapshot o)
    QUALIFY row_number() OVER (PARTITION BY s.kind ORDER BY s.date DESC) <= 2
)
SELECT l.date, format('{}s downloads_all_time of {:.0f}% of the repos', l.kind, 100 * l.share) AS counter,
    EXISTS (FROM low b WHERE b.kind = l.kind AND b.date < l.date AND b.share >= $many) AS is_ongoing
FROM low l
SEMI JOIN own_snapshot USING (kind, date)
WHERE l.share >= $many
UNION ALL
SELECT d.date, d.kind || 's ' || d.counter AS counter, coalesce(list_contains(b.unsound_counters, d.counter), false) AS is_ongoing
FROM (SELECT *, unnest(unsound_counters) AS counter FROM days SEMI JOIN own_snapshot USING (kind, date)) d
LEFT JOIN days b ON b.kind = d.kind AND b.date = (SELECT max(s.date) FROM snapshots s WHERE s.kind = d.kind AND s.date < d.date)
ORDER BY ALL;
