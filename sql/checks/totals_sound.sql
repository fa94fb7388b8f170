-- Category totals are possible: no more new repos than repos, none negative, no more repos than the day has.
-- requires: main.category_daily, store.category, store.snapshot, $date
SELECT c.category AS subject, {'code': 'possible_totals', 'parameters': json_object('repos', s.rows)} AS expectation,
    {'code': 'totals', 'parameters': json_object('repos', c.repos, 'new_repos', c.new_repos, 'likes', coalesce(c.likes, 0))} AS actual,
    c.repos BETWEEN 0 AND s.rows AND c.new_repos BETWEEN 0 AND c.repos AND coalesce(c.likes, 0) >= 0 AND coalesce(c.downloads, 0) >= 0 AS passes
FROM category_daily c
JOIN store.category k ON k.slug = c.category
JOIN store.snapshot s ON s.date = c.date AND s.kind = k.kind
WHERE c.date = $date
ORDER BY k.position;
