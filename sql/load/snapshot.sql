-- One line a kind about the crawl. Moved: counters that differ from the last earlier day, among repos seen on both.
INSERT INTO store.snapshot BY NAME
WITH before AS (
    SELECT f.repo, f.downloads, f.downloads_all_time FROM store.fact f
    WHERE f.date = (SELECT max(s.date) FROM store.snapshot s WHERE s.date < $date)
),
moved AS (
    SELECT placed.kind, avg(CAST((placed.downloads, placed.downloads_all_time)
        IS DISTINCT FROM (before.downloads, before.downloads_all_time) AS INTEGER)) AS moved_share
    FROM placed
    JOIN before USING (repo)
    GROUP BY placed.kind
),
pages AS (SELECT kind, count(*) AS pages, min(observed_at) AS started_at, max(observed_at) AS finished_at FROM page GROUP BY kind),
kept AS (SELECT kind, count(*) AS rows, sum(seen) - count(*) AS duplicates FROM placed GROUP BY kind),
refused AS (SELECT kind, count(*) AS rejects FROM rejected GROUP BY kind)
SELECT CAST($date AS DATE) AS date, kind, $scope AS scope, $status AS status, pages.started_at, pages.finished_at,
    coalesce(kept.rows, 0) AS rows, pages.pages, $requests AS requests, coalesce(kept.duplicates, 0) AS duplicates,
    moved.moved_share, coalesce(refused.rejects, 0) AS rejects, $hub AS hub
FROM pages
LEFT JOIN kept USING (kind)
LEFT JOIN moved USING (kind)
LEFT JOIN refused USING (kind);
