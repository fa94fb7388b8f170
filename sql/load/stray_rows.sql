-- Non-members in a category's list, if more than a few: the Hub ignores unknown filters. Members of today's categories
-- are known; other selectors are compared with the descriptions. In a spool of an earlier release, the selector of a
-- list that the day does not cover is unknown.
-- requires: temp.category_page, temp.coverage, temp.matched_row, temp.staged_row, store.category, store.description, store.member, store.repo
WITH list_page AS (
    SELECT p.seq, p.listing, p.selector,
        (SELECT min(c.slug) FROM store.category c WHERE c.kind = p.kind AND store.selector(c.pipeline_tag, c.author, c.filters) = p.selector) AS slug
    FROM category_page p
    JOIN coverage v ON v.kind = p.kind AND list_contains(v.covered, p.selector)
),
listed AS (
    SELECT s.seq, m.repo, m.version
    FROM staged_row s
    SEMI JOIN list_page USING (seq)
    JOIN store.repo r ON r.kind = s.kind AND r.oid = s.oid
    JOIN matched_row m ON m.repo = r.repo
),
stray AS (
    SELECT seq FROM (FROM listed JOIN list_page USING (seq) WHERE slug IS NOT NULL) l
    ANTI JOIN store.member m ON m.category = l.slug AND m.repo = l.repo AND m.version = l.version
    UNION ALL
    SELECT seq FROM (FROM listed JOIN list_page USING (seq) WHERE slug IS NULL) l
    JOIN store.description d ON d.repo = l.repo AND d.version = l.version
    WHERE store.selects(l.selector.pipeline_tag, l.selector.author, l.selector.filters, d.pipeline_tag, d.author, d.tags) IS NOT TRUE
)
SELECT p.listing, CAST(sum(l.rows) AS BIGINT) AS rows, CAST(sum(s.rows) AS BIGINT) AS strays
FROM list_page p
JOIN (SELECT seq, count(*) AS rows FROM listed GROUP BY seq) l USING (seq)
LEFT JOIN (SELECT seq, count(*) AS rows FROM stray GROUP BY seq) s USING (seq)
GROUP BY p.listing
HAVING sum(s.rows) > 0.2 * sum(l.rows) AND sum(s.rows) > 2
ORDER BY strays DESC;
