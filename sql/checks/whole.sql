-- The day has about as many repos as the scope's last complete one, and no list was cut. Other categories have other
-- repos, unless the scope is hub.
-- requires: store.snapshot, $date, $kind, $leaders_share, $least_share, $min_repos
WITH today AS (FROM store.snapshot WHERE kind = $kind AND date = $date),
before AS (
    SELECT s.date, s.rows FROM store.snapshot s JOIN today t ON t.scope = s.scope AND t.source IS NOT DISTINCT FROM s.source
    WHERE s.kind = $kind AND s.date < $date AND s.status = 'ok' AND (s.scope = 'hub' OR (s.catalogue = t.catalogue) IS NOT FALSE)
    ORDER BY s.date DESC LIMIT 1
),
least AS (SELECT CASE WHEN t.scope = 'leaders' THEN least($least_share, $leaders_share) ELSE $least_share END AS share FROM today t)
SELECT $kind || 's' AS subject,
    CASE WHEN b.rows IS NULL THEN 'complete lists' ELSE format('complete lists, at least {:.0f}% of the {:,} of {}', 100 * l.share, b.rows, b.date) END AS expectation,
    format('{:,}', t.rows) || CASE WHEN b.rows > 0 THEN format(' ({:.1f}%)', 100.0 * t.rows / b.rows) ELSE '' END
        || CASE WHEN t.status = 'ok' THEN '' ELSE ', lists cut by a limit' END AS actual,
    t.status = 'ok' AND (b.rows IS NULL OR b.rows <= $min_repos OR t.rows >= l.share * b.rows) AS passes
FROM today t CROSS JOIN least l LEFT JOIN before b ON true;
