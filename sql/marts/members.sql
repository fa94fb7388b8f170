-- The day's rows of the repos that belonged to a category on the day. `hour`: the hour in which the snapshot began counts for
-- all its rows, lest the second in which a page came decide between equals; a row that came much later (a crawl that was
-- resumed) counts by its own hour. `born`: an _id begins with the second of its making, which is good enough where the Hub
-- gives no date of creation, or one that is to come.
CREATE OR REPLACE TEMP TABLE member AS
WITH clock AS (
    SELECT s.kind, date_trunc('hour', s.started_at) + INTERVAL 1 HOUR AS hour FROM store.snapshot s WHERE s.date = $date
),
row AS (
    SELECT m.category, f.*, r.oid, d.created_at, f.observed_at >= c.hour + INTERVAL 2 HOUR AS late,
        CASE WHEN late THEN date_trunc('hour', f.observed_at) + INTERVAL 1 HOUR ELSE c.hour END AS hour
    FROM store.observed f
    JOIN clock c ON c.kind = f.kind
    JOIN store.member m ON m.repo = f.repo AND m.version = f.version
    JOIN store.repo r ON r.repo = f.repo
    JOIN store.description d ON d.repo = f.repo AND d.version = f.version
    WHERE f.date = $date
)
SELECT category, kind, repo, oid, version, observed_at, created_at, downloads, downloads_all_time, likes, trending_score, late, hour,
    CASE WHEN created_at < hour THEN created_at
        WHEN make_timestamp(TRY_CAST('0x' || oid[:8] AS BIGINT) * 1000000) < hour
        THEN make_timestamp(TRY_CAST('0x' || oid[:8] AS BIGINT) * 1000000) END AS born
FROM row;
