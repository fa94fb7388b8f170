-- Each active category has totals of at least one repo.
-- requires: main.category_daily, store.category, $date
SELECT c.slug AS subject, 'at least 1 repo' AS expectation, coalesce(format('{:,}', d.repos), 'no totals') AS actual, coalesce(d.repos, 0) > 0 AS passes
FROM store.category c
LEFT JOIN category_daily d ON d.date = $date AND d.category = c.slug
WHERE c.status = 'active'
ORDER BY c.position;
