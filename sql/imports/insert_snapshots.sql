-- The archived days, one row each. A page for each time of observation.
-- requires: temp.archived_hour, store.snapshot, $catalogue, $fingerprint, $hub, $kind, $partial_days, $scope, $source
-- changes: store.snapshot
INSERT INTO store.snapshot BY NAME
SELECT day AS date, CAST($kind AS VARCHAR) AS kind, $scope AS scope, CASE WHEN list_contains(CAST($partial_days AS DATE[]), day) THEN 'limited' ELSE 'ok' END AS status,
    min(observed_at) AS started_at, max(observed_at) AS finished_at, CAST(sum(rows) AS BIGINT) AS rows, count(*) AS pages, 0 AS requests, 0 AS duplicates, 0 AS rejects,
    $hub AS hub, (SELECT coalesce(max(s.sequence), 0) FROM store.snapshot s) + row_number() OVER (ORDER BY day) AS sequence, $catalogue AS catalogue,
    $source AS source, $fingerprint AS fingerprint
FROM archived_hour
GROUP BY day
ORDER BY day;
