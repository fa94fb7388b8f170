-- Each active category has totals of at least one repo.
-- requires: main.category_daily, store.category, $date
SELECT c.slug AS subject, {'code': 'some_repos', 'parameters': json_object()} AS expectation,
    CASE WHEN d.repos IS NULL THEN {'code': 'no_totals', 'parameters': json_object()} ELSE {'code': 'repos', 'parameters': json_object('repos', d.repos)} END AS actual,
    coalesce(d.repos, 0) > 0 AS passes
FROM store.category c
LEFT JOIN category_daily d ON d.date = $date AND d.category = c.slug
WHERE c.status = 'active'
ORDER BY c.position;
