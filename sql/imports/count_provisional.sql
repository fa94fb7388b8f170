-- Provisional repos, and how many of their names a repo with _id had too.
-- requires: store.repo, store.sparse_description, temp.bearer
SELECT count(DISTINCT s.repo), count(DISTINCT s.repo) FILTER (b.id IS NOT NULL)
FROM store.sparse_description s
JOIN store.repo r ON r.repo = s.repo AND store.is_provisional(r.oid)
LEFT JOIN (SELECT DISTINCT kind, id FROM bearer WHERE is_named) b ON b.kind = s.kind AND b.id = s.id
WHERE s.by_name;
