-- The recorded days of each kind with their sources, models first.
-- requires: main.snapshots, $latest
SELECT CAST(kind AS VARCHAR) AS kind, CAST(date AS DATE) AS date, min(CAST(source AS VARCHAR)) AS source
FROM snapshots
WHERE date BETWEEN DATE '1000-01-01' AND $latest
GROUP BY ALL
ORDER BY kind DESC, date;
