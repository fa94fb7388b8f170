-- Categories with their latest totals and 30 days' new repos per day.
-- requires: main.categories, main.category_daily, main.featured
WITH last AS (SELECT category, max(date) AS date FROM category_daily GROUP BY category),
daily_new_repos AS (
    SELECT d.category, list(d.new_repos ORDER BY d.date) AS new_repos_30d
    FROM category_daily d JOIN last l ON l.category = d.category AND d.date > l.date - 30
    GROUP BY d.category
)
SELECT c.slug, c.kind, c.section, c.section_en, c.section_ko, c.name_en, c.name_ko, c.description_en, c.description_ko, c.selector, c.hub_url,
    c.documented_on, c.status, c.note, c.note_ko, d.date, d.repos, d.new_repos, d.downloads, d.likes, d.coverage, n.new_repos_30d,
    (SELECT count(DISTINCT f.id) FROM featured f WHERE f.category = c.slug) AS featured_models
FROM (SELECT *, row_number() OVER () AS place FROM categories) c
LEFT JOIN last l ON l.category = c.slug
LEFT JOIN category_daily d ON d.category = c.slug AND d.date = l.date
LEFT JOIN daily_new_repos n ON n.category = c.slug
ORDER BY c.place;
