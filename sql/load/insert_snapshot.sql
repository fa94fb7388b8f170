-- The crawl, one row per kind. changed_counter_share follows (derived_history/update_changed_counter_share).
-- requires: temp.coverage, temp.matched_row, temp.page, temp.rejected_row, store.snapshot, $catalogue, $date, $hub, $requests, $scope,
--     $status
-- changes: store.snapshot
INSERT INTO store.snapshot BY NAME
WITH pages AS (SELECT kind, count(*) AS pages, min(observed_at) AS started_at, max(observed_at) AS finished_at FROM page GROUP BY kind),
matched_count AS (SELECT kind, count(*) AS rows, sum(occurrences) - count(*) AS duplicates FROM matched_row GROUP BY kind),
reject_count AS (SELECT kind, count(*) AS rejects FROM rejected_row GROUP BY kind)
SELECT CAST($date AS DATE) AS date, kind, $scope AS scope, $status AS status, pages.started_at, pages.finished_at,
    coalesce(matched_count.rows, 0) AS rows, pages.pages, $requests AS requests, coalesce(matched_count.duplicates, 0) AS duplicates,
    CAST(NULL AS DOUBLE) AS changed_counter_share, coalesce(reject_count.rejects, 0) AS rejects, $hub AS hub,
    (SELECT coalesce(max(s.sequence), 0) + 1 FROM store.snapshot s) AS sequence, $catalogue AS catalogue, coverage.covered
FROM pages
JOIN coverage USING (kind)
LEFT JOIN matched_count USING (kind)
LEFT JOIN reject_count USING (kind);
