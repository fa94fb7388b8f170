-- Unused and duplicate descriptions.
-- requires: store.counted, store.description
SELECT d.repo, d.version, count(*) AS times, any_value(u.repo) IS NULL AS unused
FROM store.description d
LEFT JOIN (SELECT DISTINCT repo, version FROM store.counted) u ON u.repo = d.repo AND u.version = d.version
GROUP BY d.repo, d.version
HAVING count(*) > 1 OR any_value(u.repo) IS NULL;
