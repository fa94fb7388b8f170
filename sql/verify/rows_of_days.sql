-- Days with another row count than the crawl's, or a repo twice.
-- requires: store.counted, store.snapshot
SELECT s.date, s.kind, count(f.repo) AS rows, count(DISTINCT f.repo) AS repos, s.rows AS counted
FROM store.snapshot s
LEFT JOIN store.counted f ON f.kind = s.kind AND f.date = s.date
GROUP BY s.date, s.kind, s.rows
HAVING count(f.repo) <> s.rows OR count(DISTINCT f.repo) <> s.rows
ORDER BY s.date, s.kind;
