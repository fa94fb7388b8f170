-- Every day of the repo that last had the name, with the comparable counters of store.measured_of, the hour for which the observation counts, and its creation time.
-- requires: store.clock, store.description, store.repo, $id
WITH named_repo AS MATERIALIZED (SELECT DISTINCT n.repo FROM store.descriptions_by_name($id) n), -- once: a macro repeats its argument
measured AS (
    SELECT m.kind, r.oid, m.date, m.downloads_all_time AS comparable_downloads, m.likes_comparable AS comparable_likes, m.mark = 'corrected' AS is_corrected,
        store.hour_of(m.observed_at, c.hour) AS hour, x.created_at
    FROM store.measured_of((SELECT list(n.repo) FROM named_repo n)) m
    JOIN store.repo r ON r.repo = m.repo
    JOIN store.clock c ON c.kind = m.kind AND c.date = m.date
    JOIN store.description x ON x.repo = m.repo AND x.version = m.version
)
SELECT d.date, d.kind, d.oid, d.id, d.status, d.reason, d.observed_at, d.downloads, d.downloads_all_time, d.likes, d.trending_score, d.source,
    m.comparable_downloads, m.comparable_likes, coalesce(m.is_corrected, false), m.hour, m.created_at
FROM days_of($id) d
LEFT JOIN measured m ON m.kind = d.kind AND m.oid = d.oid AND m.date = d.date
ORDER BY d.kind DESC, d.date;
