-- Who answered to the featured models' names. An answer without a usable row (a private repo's, say) is nobody's.
-- requires: temp.absent, temp.page, temp.staged, $date
-- changes: store.lookup
INSERT INTO store.lookup BY NAME
SELECT CAST($date AS DATE) AS date, page.kind, page.requested AS id, any_value(staged.oid) FILTER (staged.named) AS oid
FROM page
LEFT JOIN staged USING (seq)
WHERE page.requested IS NOT NULL
GROUP BY page.kind, page.requested
UNION ALL BY NAME
SELECT CAST($date AS DATE) AS date, kind, requested AS id, CAST(NULL AS VARCHAR) AS oid FROM absent;
