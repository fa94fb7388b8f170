-- Who answered to the featured models' names.
INSERT INTO store.lookup BY NAME
SELECT CAST($date AS DATE) AS date, kind, requested AS id, any_value(oid) AS oid
FROM staged
WHERE requested IS NOT NULL AND oid IS NOT NULL
GROUP BY kind, requested
UNION ALL BY NAME
SELECT CAST($date AS DATE) AS date, kind, requested AS id, CAST(NULL AS VARCHAR) AS oid FROM absent;
