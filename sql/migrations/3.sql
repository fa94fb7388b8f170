-- Schema 2 to 3. likes_1d becomes the change in exactly 24 hours, for older days known only from a step of 24 hours;
-- the attention score's last day, over its true time, gets its own columns. DuckDB cannot commit a table altered after
-- an update: all changes of columns come first.
ALTER TABLE trends RENAME COLUMN likes_1d TO step_likes;
ALTER TABLE trends RENAME COLUMN days_1d TO step_days;
ALTER TABLE trends ADD COLUMN likes_1d BIGINT;
ALTER TABLE trends ADD COLUMN week_basis VARCHAR;
ALTER TABLE movers ADD COLUMN step_likes BIGINT;
ALTER TABLE scorecard ADD COLUMN cases BIGINT;
ALTER TABLE movers ADD COLUMN entry VARCHAR;

UPDATE trends SET likes_1d = step_likes WHERE step_days = 1;
UPDATE trends SET week_basis = week.basis FROM (
    SELECT t.date, t.category, t.oid, nullif(regexp_extract(t.basis, '(7d|hub|part)$'), '') AS basis FROM trends t WHERE t.board = 'attention'
) AS week
WHERE trends.date = week.date AND trends.category = week.category AND trends.oid = week.oid;
UPDATE movers SET step_likes = likes_1d, likes_1d = NULL, likes_7d = NULL;
UPDATE movers SET likes_1d = place.likes_1d, likes_7d = place.likes_7d FROM (
    SELECT t.date, t.category, t.board, t.oid, t.likes_1d, CASE WHEN t.week_basis = '7d' THEN round(t.likes_7d) END AS likes_7d FROM trends t
) AS place
WHERE movers.date = place.date AND movers.category = place.category AND movers.board = place.board AND movers.oid = place.oid;

-- Counters are assessed by quarter of creation and busy repos; falls of the all-time counter, collapsed counters and
-- purges of likes are stored. All of it is rebuilt afterwards.
DROP TABLE store.cohort;
DROP TABLE store.mark;
CREATE TABLE store.cohort (
    date DATE, kind VARCHAR, cohort INTEGER, since DATE, repos BIGINT, moved BIGINT, busy BIGINT, busy_moved BIGINT, usual DOUBLE,
    frozen BOOLEAN, stalled DOUBLE
);
CREATE TABLE store.level (date DATE, kind VARCHAR, counter VARCHAR, known BIGINT, positive BIGINT, unsound BOOLEAN DEFAULT false, total DOUBLE);
CREATE TABLE store.purge (date DATE, repo INTEGER, likes BIGINT);
CREATE TABLE store.mark (date DATE, repo INTEGER, status VARCHAR, highest BIGINT, times INTEGER);

-- Steps of a whole library or author.
CREATE TABLE store.anomaly (date DATE, kind VARCHAR, part VARCHAR, name VARCHAR, counter VARCHAR, ratio DOUBLE, repos BIGINT);
