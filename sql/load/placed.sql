-- The day's counters, with which repo and which of its descriptions each row is: looked up once, for all that follows. A
-- description that was not seen before becomes the repo's next version.
CREATE OR REPLACE TEMP TABLE placed AS
WITH found AS (
    SELECT day.kind, day.oid, day.observed_at, day.downloads, day.downloads_all_time, day.likes, day.trending_score,
        day.status, day.seen, r.repo, d.version
    FROM day
    JOIN store.repo r USING (kind, oid)
    LEFT JOIN store.description d ON d.kind = day.kind AND d.repo = r.repo AND d.digest = day.digest
),
last AS (
    SELECT d.kind, d.repo, max(d.version) AS version
    FROM store.description d
    SEMI JOIN (SELECT kind, repo FROM found WHERE version IS NULL) changed USING (kind, repo)
    GROUP BY d.kind, d.repo
)
SELECT found.* EXCLUDE (version), found.version IS NULL AS fresh,
    CAST(coalesce(found.version, last.version + 1, 1) AS USMALLINT) AS version
FROM found
LEFT JOIN last ON last.kind = found.kind AND last.repo = found.repo;
