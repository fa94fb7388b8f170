-- Non-members in a category's list, if more than a few: the Hub ignores unknown filters.
-- requires: temp.matched_row, temp.page, temp.staged_row, store.member, store.repo
SELECT page.listing, count(*) AS rows, count(*) FILTER (m.repo IS NULL) AS strays
FROM staged_row s
JOIN page ON page.seq = s.seq
JOIN store.repo r ON r.kind = s.kind AND r.oid = s.oid
JOIN matched_row p ON p.repo = r.repo
LEFT JOIN store.member m ON m.category = page.category AND m.repo = p.repo AND m.version = p.version
WHERE page.category IS NOT NULL
GROUP BY page.listing
HAVING strays > 0.2 * count(*) AND strays > 2
ORDER BY strays DESC;
