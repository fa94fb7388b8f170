-- Problems of each kind's last day: another row count than the crawl's, duplicate repos, rows without a description.
-- requires: store.daily, store.description, store.compacted_day, store.snapshot
WITH last AS (SELECT kind, max(date) AS date, arg_max(rows, date) AS rows FROM store.snapshot GROUP BY kind),
day_count AS (
    SELECT d.kind, count(*) AS rows, count(DISTINCT d.repo) AS repos, count(s.repo) AS described
    FROM (SELECT c.kind, c.repo, c.version FROM store.daily c JOIN last l ON l.kind = c.kind AND l.date = c.date) d
    LEFT JOIN store.description s ON s.repo = d.repo AND s.version = d.version
    GROUP BY d.kind
)
SELECT l.kind, CASE WHEN coalesce(h.rows, 0) <> l.rows THEN 'wrong_row_count' WHEN h.repos <> h.rows THEN 'duplicate_repos'
    ELSE 'rows_without_description' END AS problem, coalesce(h.rows, 0) AS rows, l.rows AS expected_rows
FROM last l
LEFT JOIN day_count h USING (kind)
WHERE NOT EXISTS (SELECT 1 FROM store.compacted_day f WHERE f.kind = l.kind AND f.date = l.date)
    AND (coalesce(h.rows, 0) <> l.rows OR h.repos <> h.rows OR h.described <> h.rows)
ORDER BY l.kind;
