-- The day's rows of the repos that belonged to a category on the day. `hour`: see store.hour_of; the second in which a page came
-- must not decide between equals.
CREATE OR REPLACE TEMP TABLE member AS
WITH row AS (
    SELECT m.category, f.*, r.oid, d.created_at, store.came_late(f.observed_at, c.hour) AS late, store.hour_of(f.observed_at, c.hour) AS hour
    FROM store.observed f
    JOIN store.clock c ON c.kind = f.kind AND c.date = $date
    JOIN store.member m ON m.repo = f.repo AND m.version = f.version
    JOIN store.repo r ON r.repo = f.repo
    JOIN store.description d ON d.repo = f.repo AND d.version = f.version
    WHERE f.date = $date
)
SELECT category, kind, repo, oid, version, downloads, downloads_all_time, likes, trending_score, late, hour,
    coalesce(created_at >= hour - INTERVAL 24 HOUR, false) AS newborn, store.born(created_at, oid, hour) AS born
FROM row;
