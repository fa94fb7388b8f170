-- Every day of the repo that last had the name, with the comparable counters of store.measured_of.
-- requires: store.repo, $id
WITH measured AS (
    SELECT m.kind, r.oid, m.date, m.downloads_all_time AS comparable_downloads, m.likes_comparable AS comparable_likes, m.mark = 'corrected' AS is_corrected
    FROM store.measured_of((SELECT list(DISTINCT n.repo) FROM store.descriptions_by_name($id) n)) m
    JOIN store.repo r ON r.repo = m.repo
)
SELECT d.date, d.kind, d.oid, d.id, d.status, d.reason, d.observed_at, d.downloads, d.downloads_all_time, d.likes, d.trending_score, d.source,
    m.comparable_downloads, m.comparable_likes, coalesce(m.is_corrected, false)
FROM days_of($id) d
LEFT JOIN measured m ON m.kind = d.kind AND m.oid = d.oid AND m.date = d.date
ORDER BY d.kind DESC, d.date;
