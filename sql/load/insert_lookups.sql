-- Which repos answered to the featured models' names; NULL without a usable row (a private repo, say).
-- requires: temp.absent_repo, temp.page, temp.staged_row, $date
-- changes: store.lookup
INSERT INTO store.lookup BY NAME
SELECT CAST($date AS DATE) AS date, page.kind, page.requested AS id, any_value(staged_row.oid) FILTER (staged_row.has_identity) AS oid
FROM page
LEFT JOIN staged_row USING (seq)
WHERE page.requested IS NOT NULL
GROUP BY page.kind, page.requested
UNION ALL BY NAME
SELECT CAST($date AS DATE) AS date, kind, requested AS id, CAST(NULL AS VARCHAR) AS oid FROM absent_repo;
