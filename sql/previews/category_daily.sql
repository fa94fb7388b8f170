-- Category totals of the day.
-- requires: main.category_daily, store.category, $date
SELECT d.category, d.repos, d.new_repos, d.downloads, d.likes, d.coverage
FROM category_daily d JOIN store.category c ON c.slug = d.category
WHERE d.date = $date
ORDER BY c.position;
