-- Whether each active category of the catalogue has totals, of at least one repo.
-- requires: main.category_daily, store.category, $date
SELECT c.slug AS what, 'at least 1 repo' AS expected, coalesce(format('{:,}', d.repos), 'no totals') AS seen, coalesce(d.repos, 0) > 0 AS holds
FROM store.category c
LEFT JOIN category_daily d ON d.date = $date AND d.category = c.slug
WHERE c.status = 'active'
ORDER BY c.position;
