-- The day's rows of the repos that belonged to a category on the day.
CREATE OR REPLACE TEMP TABLE member AS
SELECT m.category, f.*, r.oid, d.id, d.created_at
FROM store.fact f
JOIN store.member m ON m.repo = f.repo AND m.version = f.version
JOIN store.repo r ON r.repo = f.repo
JOIN store.description d ON d.repo = f.repo AND d.version = f.version
WHERE f.date = $date;
