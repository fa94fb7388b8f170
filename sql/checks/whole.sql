-- The day has about as many repos as the last complete one with the same scope and lists, and no list was cut.
-- requires: store.snapshot, $date, $kind, $leaders_share, $least_share, $min_repos
WITH today AS (FROM store.snapshot WHERE kind = $kind AND date = $date),
before AS (
    SELECT s.date, s.rows FROM store.snapshot s JOIN today t ON t.scope = s.scope AND t.source IS NOT DISTINCT FROM s.source
    WHERE s.kind = $kind AND s.date < $date AND s.status = 'ok' AND (s.scope = 'hub' OR s.covered IS NOT DISTINCT FROM t.covered)
    ORDER BY s.date DESC LIMIT 1
),
least AS (SELECT CASE WHEN t.scope = 'leaders' THEN least($least_share, $leaders_share) ELSE $least_share END AS share FROM today t)
SELECT $kind || 's' AS subject,
    CASE WHEN b.rows IS NULL THEN {'code': 'complete_lists', 'parameters': json_object()}
        ELSE {'code': 'complete_lists_like', 'parameters': json_object('share', CAST(l.share AS DOUBLE), 'rows', b.rows, 'date', b.date)} END AS expectation,
    CASE WHEN b.rows > 0 THEN {'code': CASE WHEN t.status = 'ok' THEN 'compared_repos' ELSE 'compared_repos_of_cut_lists' END, 'parameters': json_object('repos', t.rows, 'share', t.rows / b.rows)}
        ELSE {'code': CASE WHEN t.status = 'ok' THEN 'repos' ELSE 'repos_of_cut_lists' END, 'parameters': json_object('repos', t.rows)} END AS actual,
    t.status = 'ok' AND (b.rows IS NULL OR b.rows <= $min_repos OR t.rows >= l.share * b.rows) AS passes
FROM today t CROSS JOIN least l LEFT JOIN before b ON true;
