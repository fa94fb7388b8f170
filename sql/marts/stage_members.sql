-- The day's rows of category members; unsound counters are NULL. `hour` (store.hour_of): seconds must not decide ties.
-- requires: store.clock, store.description, store.member, store.observed, store.repo, store.soundness, $date
-- creates: temp.member_row
CREATE OR REPLACE TEMP TABLE member_row AS
WITH row AS (
    SELECT m.category, f.*, r.oid, d.created_at, store.came_late(f.observed_at, c.hour) AS late, store.hour_of(f.observed_at, c.hour) AS hour
    FROM store.observed f
    JOIN store.clock c ON c.kind = f.kind AND c.date = $date
    JOIN store.member m ON m.repo = f.repo AND m.version = f.version
    JOIN store.repo r ON r.repo = f.repo
    JOIN store.description d ON d.repo = f.repo AND d.version = f.version
    WHERE f.date = $date
)
SELECT r.category, r.kind, r.repo, r.oid, r.version, CASE WHEN u.downloads THEN r.downloads END AS downloads,
    CASE WHEN u.downloads_all_time THEN r.downloads_all_time END AS downloads_all_time, CASE WHEN u.likes THEN r.likes END AS likes,
    CASE WHEN u.trending_score THEN r.trending_score END AS trending_score, r.late, r.hour,
    coalesce(r.created_at >= r.hour - INTERVAL 24 HOUR, false) AS newborn, store.born(r.created_at, r.oid, r.hour) AS born
FROM row r
JOIN store.soundness u ON u.kind = r.kind AND u.date = $date;
