-- Totals of each observed category.
-- requires: store.category, store.description, store.member, store.observed, store.snapshot, store.soundness, $date
-- changes: main.category_daily
INSERT INTO category_daily BY NAME
WITH row AS (
    SELECT m.category, f.kind, f.repo, f.version, f.observed_at, CASE WHEN u.downloads THEN f.downloads END AS downloads, CASE WHEN u.likes THEN f.likes END AS likes
    FROM store.observed f
    JOIN store.soundness u ON u.kind = f.kind AND u.date = f.date
    JOIN store.member m ON m.repo = f.repo AND m.version = f.version
    WHERE f.date = $date
),
-- crawls of lists have whole categories only of those that they list; a whole kind has all of its categories
unlisted AS (
    SELECT c.slug AS category
    FROM store.category c
    JOIN store.snapshot s ON s.date = $date AND s.kind = c.kind
    WHERE s.scope IN ('leaders', 'categories') AND NOT list_contains(s.covered, store.selector(c.pipeline_tag, c.author, c.filters))
        AND NOT (s.scope = 'categories' AND list_contains(s.covered, store.selector(NULL, NULL, [])))
),
young AS (SELECT d.repo, d.version, d.created_at FROM store.description d WHERE d.created_at > CAST($date AS DATE) - 2)
SELECT CAST($date AS DATE) AS date, r.category, count(*) AS repos,
    count(*) FILTER (y.created_at > r.observed_at - INTERVAL 1 DAY) AS new_repos,
    -- no total if unknown for over a tenth of the repos, or too large for BIGINT
    CASE WHEN count(r.downloads) >= 0.9 * count(*) THEN TRY_CAST(sum(r.downloads) AS BIGINT) END AS downloads,
    CASE WHEN count(r.likes) >= 0.9 * count(*) THEN TRY_CAST(sum(r.likes) AS BIGINT) END AS likes,
    CASE WHEN any_value(s.scope) = 'series' THEN 'series' WHEN any_value(n.category) IS NOT NULL THEN 'unlisted' WHEN any_value(s.scope) = 'leaders' OR any_value(s.status) <> 'ok' THEN 'leaders' ELSE 'complete' END AS coverage
FROM row r
JOIN store.snapshot s ON s.date = $date AND s.kind = r.kind
LEFT JOIN unlisted n ON n.category = r.category
LEFT JOIN young y ON y.repo = r.repo AND y.version = r.version
GROUP BY r.category;
