-- Who answered to the featured models' names.
INSERT INTO store.lookup BY NAME
SELECT CAST($date AS DATE) AS date, page.kind, page.requested AS id, any_value(staged.oid) AS oid
FROM staged
JOIN page USING (seq)
WHERE page.requested IS NOT NULL AND staged.oid IS NOT NULL
GROUP BY page.kind, page.requested
UNION ALL BY NAME
SELECT CAST($date AS DATE) AS date, kind, requested AS id, CAST(NULL AS VARCHAR) AS oid FROM absent;
