-- Whether the day's rows bear a name of a provisional repo, or belong to a repo with sparse descriptions only.
-- requires: temp.matched_row, store.description, store.repo, store.sparse_description
SELECT 1
FROM matched_row m
JOIN store.description d ON d.repo = m.repo AND d.version = m.version
JOIN store.sparse_description s ON s.kind = d.kind AND (s.id = d.id OR s.repo = d.repo)
JOIN store.repo r ON r.repo = s.repo
WHERE store.is_provisional(r.oid) OR (s.repo = d.repo AND NOT EXISTS (FROM store.description f ANTI JOIN store.sparse_description y USING (repo, version) WHERE f.repo = m.repo AND f.version <> m.version))
LIMIT 1;
