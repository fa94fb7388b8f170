-- Compared with the last snapshot at least 7 days old, if its coverage is the same. With coverage leaders, sums are
-- lower bounds. Likes removed by the Hub are no losses. Ignore growth of discontinued categories: the Hub adds no repos
-- to them.
WITH today AS (FROM category_daily WHERE date = (SELECT max(date) FROM category_daily)),
pair AS (
    FROM today t
    ASOF JOIN category_daily b ON b.category = t.category AND b.date <= t.date - 7
    SELECT t.*, b.date AS before, b.repos AS repos_before, b.likes AS likes_before
    WHERE t.coverage = b.coverage
),
taken AS (
    SELECT p.category, sum(k.likes) AS likes
    FROM pair p
    JOIN (SELECT date, unnest(categories) AS category, likes FROM removed_likes) k ON k.category = p.category AND k.date > p.before AND k.date <= p.date
    GROUP BY p.category
)
FROM pair p
JOIN categories c ON c.slug = p.category
LEFT JOIN taken k USING (category)
SELECT category, c.status, p.date - p.before AS days, p.repos, p.repos - p.repos_before AS repos_change,
    p.likes, p.likes - p.likes_before + coalesce(k.likes, 0) AS likes_change, round(100 * likes_change / nullif(p.likes_before, 0), 2) AS likes_percent, p.coverage
ORDER BY likes_percent DESC NULLS LAST, category;
