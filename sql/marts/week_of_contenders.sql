-- The contenders' observations of the last week, a row per day, excluded as in store.measured_of. $days: DuckDB pushes
-- constants into compacted months, but not joins.
-- requires: temp.contender, store.anomaly, store.clock, store.description, store.mark, store.observed, store.repo, store.soundness, $date,
--     $days
WITH repo AS (SELECT DISTINCT c.repo, c.kind FROM contender c),
mark AS (SELECT m.* FROM store.mark m WHERE m.repo IN (SELECT r.repo FROM repo r) AND m.date BETWEEN CAST($date AS DATE) - 8 AND $date),
corrected AS (FROM store.last_corrected(CAST($date AS DATE) - 9, $date)),
purged AS (FROM store.purged_of((SELECT list(r.repo) FROM repo r))),
-- leave out steps of a whole library or author; filter to these few repos first
anomaly AS (FROM store.anomaly WHERE date BETWEEN CAST($date AS DATE) - 8 AND $date),
stepping_repo AS (
    SELECT DISTINCT n.date, r.repo
    FROM anomaly n
    JOIN repo r ON r.kind = n.kind
    JOIN store.repo i ON i.repo = r.repo
    JOIN (SELECT x.* FROM store.description x WHERE x.repo IN (SELECT r.repo FROM repo r)) d ON d.repo = r.repo AND d.version = i.last_version
    WHERE n.name = CASE n.part WHEN 'library' THEN d.library_name ELSE d.author END
),
observation AS (
    SELECT f.repo, f.kind, f.date, CASE WHEN u.likes THEN f.likes END AS likes, CASE WHEN u.downloads_all_time THEN f.downloads_all_time END AS downloads_all_time,
        store.hour_of(f.observed_at, c.hour) AS hour
    FROM store.observed f
    JOIN store.clock c ON c.kind = f.kind AND c.date = f.date
    JOIN store.soundness u ON u.kind = f.kind AND u.date = f.date
    WHERE list_contains($days, f.date) AND f.repo IN (SELECT r.repo FROM repo r)
)
SELECT s.repo, date_diff('second', s.hour, now.hour) / 86400.0 AS ago, s.likes + coalesce(p.likes, 0) AS likes,
    CASE WHEN store.counts(m.status) AND s.date >= coalesce(c.date, s.date) THEN s.downloads_all_time END AS downloads_all_time,
    t.repo IS NOT NULL AS left_out
FROM observation s
JOIN observation now ON now.repo = s.repo AND now.date = $date
LEFT JOIN mark m ON m.date = s.date AND m.repo = s.repo
LEFT JOIN corrected c ON c.repo = s.repo
LEFT JOIN stepping_repo t ON t.repo = s.repo AND t.date = s.date
ASOF LEFT JOIN purged p ON p.repo = s.repo AND p.date <= s.date
ORDER BY s.repo, ago;
