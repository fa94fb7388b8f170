-- Rows of a category's list that are no members of it. The Hub ignores a filter that it does not know and returns
-- everything: this is how that would show. An odd row or two does not make a list suspicious.
-- requires: temp.page, temp.placed, temp.staged, store.member, store.repo
SELECT page.listing, count(*) AS rows, count(*) FILTER (m.repo IS NULL) AS strays
FROM staged s
JOIN page ON page.seq = s.seq
JOIN store.repo r ON r.kind = s.kind AND r.oid = s.oid
JOIN placed p ON p.repo = r.repo
LEFT JOIN store.member m ON m.category = page.category AND m.repo = p.repo AND m.version = p.version
WHERE page.category IS NOT NULL
GROUP BY page.listing
HAVING strays > 0.2 * count(*) AND strays > 2
ORDER BY strays DESC;
