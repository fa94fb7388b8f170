-- Likes and downloads that category members gained from each of $days, whose boards are evaluated, to $date. Most of a
-- whole Hub gained nothing and count only where ranked. Rows that store.measured_of excludes give no gain; removed
-- likes are no loss.
-- requires: temp.evaluated_rank, store.counted, store.mark, store.member, store.soundness, $date, $days
WITH day AS (
    SELECT f.repo, f.date, f.version, CASE WHEN u.likes THEN f.likes END AS likes, CASE WHEN u.downloads_all_time THEN f.downloads_all_time END AS downloads
    FROM store.counted f
    JOIN store.soundness u ON u.kind = f.kind AND u.date = f.date
    WHERE list_contains($days, f.date) AND f.repo IN (SELECT m.repo FROM store.member m)
),
mark AS (SELECT m.* FROM store.mark m WHERE list_contains($days, m.date) AND NOT store.counts(m.status)),
corrected AS (FROM store.last_corrected(CAST($date AS DATE) - 8, $date)),
purged AS (FROM store.purged_after($days, $date)),
gain AS (
    SELECT b.repo, b.date, greatest(now.likes - b.likes + coalesce(p.likes, 0), 0) AS likes,
        CASE WHEN k.repo IS NULL AND k0.repo IS NULL AND coalesce(c.date <= b.date, true) THEN greatest(now.downloads - b.downloads, 0) END AS downloads,
        now.version
    FROM day now
    JOIN day b ON b.repo = now.repo AND b.date < now.date
    LEFT JOIN mark k ON k.repo = now.repo AND k.date = now.date
    LEFT JOIN mark k0 ON k0.repo = b.repo AND k0.date = b.date
    LEFT JOIN corrected c ON c.repo = now.repo
    LEFT JOIN purged p ON p.repo = b.repo AND p.date = b.date
    WHERE now.date = $date AND (now.likes > b.likes OR now.downloads > b.downloads OR p.likes > 0 OR now.repo IN (SELECT l.repo FROM evaluated_rank l))
)
SELECT m.category, g.repo, g.date, CAST(g.likes AS DOUBLE) AS likes, CAST(g.downloads AS DOUBLE) AS downloads
FROM gain g
JOIN store.member m ON m.repo = g.repo AND m.version = g.version;
