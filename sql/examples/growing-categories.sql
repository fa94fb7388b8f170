-- en: Which categories grow, and which shrink?
-- ko: 어떤 분야가 커지고 어떤 분야가 줄어드는가?
-- Against the last snapshot that is at least 7 days old, if it covered the same. With coverage leaders the sums are lower bounds.
-- A discontinued category is no longer filled by the Hub: its figures say nothing of people's interest.
WITH today AS (FROM category_daily WHERE date = (SELECT max(date) FROM category_daily))
FROM today t
ASOF JOIN category_daily b ON b.category = t.category AND b.date <= t.date - 7
JOIN categories c ON c.slug = t.category
SELECT t.category, c.status, t.date - b.date AS days, t.repos, t.repos - b.repos AS repos_change,
    t.likes, t.likes - b.likes AS likes_change, round(100 * likes_change / nullif(b.likes, 0), 2) AS likes_percent, t.coverage
WHERE t.coverage = b.coverage
ORDER BY likes_percent DESC NULLS LAST, t.category;
