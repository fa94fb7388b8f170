-- Rows of a category's list that are no members of it. The Hub ignores a filter that it does not know and returns
-- everything: this is how that would show. An odd row or two does not make a list suspicious.
SELECT page.listing, count(*) AS rows, count(*) FILTER (NOT coalesce(
    (c.pipeline_tag IS NULL OR d.pipeline_tag = c.pipeline_tag) AND (c.author IS NULL OR lower(d.author) = lower(c.author))
    AND list_has_all(coalesce(d.tags, c.filters), c.filters), false)) AS strays
FROM staged s
JOIN page ON page.seq = s.seq
JOIN store.category c ON c.slug = page.category
JOIN day d ON d.kind = s.kind AND d.oid = s.oid
GROUP BY page.listing
HAVING strays > 0.2 * count(*) AND strays > 2
ORDER BY strays DESC;
