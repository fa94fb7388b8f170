-- Whether repos moved, on days on which another quarter of creation counts for them now that sparse descriptions are
-- filled: the same pairs of observations as in compared_row.
-- requires: temp.adoption, store.counted, store.description, store.snapshot, store.sparse_description, store.unsound, $busy_downloads
-- creates: temp.shifted_movement
CREATE OR REPLACE TEMP TABLE shifted_movement AS
WITH day AS (SELECT s.kind, s.date, lag(s.date) OVER (PARTITION BY s.kind ORDER BY s.date) AS before FROM store.snapshot s),
shifted AS (
    SELECT s.repo, s.version, store.cohort_of(s.created_at) AS old_cohort, store.cohort_of(d.created_at) AS cohort
    FROM store.sparse_description s
    SEMI JOIN adoption a ON a.repo = s.repo
    JOIN store.description d ON d.repo = s.repo AND d.version = s.version
    WHERE store.cohort_of(s.created_at) <> store.cohort_of(d.created_at)
),
counter AS (
    SELECT f.kind, f.repo, f.version, f.date, CASE WHEN ud.date IS NULL THEN f.downloads END AS d, CASE WHEN ua.date IS NULL THEN f.downloads_all_time END AS a
    FROM store.counted f
    LEFT JOIN (SELECT u.kind, u.date FROM store.unsound u WHERE u.counter = 'downloads') ud ON ud.kind = f.kind AND ud.date = f.date
    LEFT JOIN (SELECT u.kind, u.date FROM store.unsound u WHERE u.counter = 'downloads_all_time') ua ON ua.kind = f.kind AND ua.date = f.date
    WHERE f.repo IN (SELECT x.repo FROM shifted x)
)
SELECT now.kind, now.date, day.before AS since, now.repo, s.old_cohort, s.cohort, coalesce(earlier.d >= $busy_downloads, false) AS busy,
    CASE WHEN earlier.a IS NOT NULL AND now.a IS NOT NULL THEN earlier.a <> now.a ELSE earlier.d <> now.d END AS moved
FROM counter now
JOIN shifted s ON s.repo = now.repo AND s.version = now.version
JOIN day ON day.kind = now.kind AND day.date = now.date
JOIN counter earlier ON earlier.repo = now.repo AND earlier.date = day.before;
