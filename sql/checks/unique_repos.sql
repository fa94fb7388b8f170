-- Each _id appears once, in as many rows as the crawl counted.
-- requires: store.counted, store.snapshot, $date, $kind
SELECT $kind || 's' AS subject, {'code': 'unique_rows', 'parameters': json_object('rows', max(s.rows))} AS expectation,
    {'code': 'rows_of_repos', 'parameters': json_object('rows', count(f.repo), 'repos', count(DISTINCT f.repo))} AS actual,
    count(f.repo) = count(DISTINCT f.repo) AND count(f.repo) = max(s.rows) AS passes
FROM store.snapshot s
LEFT JOIN store.counted f ON f.kind = s.kind AND f.date = s.date
WHERE s.kind = $kind AND s.date = $date
GROUP BY s.kind;
