-- Repos whose marks after $date may depend on it: all but those whose counter fell neither before, on nor after it,
-- with or without its row.
-- requires: temp.compared_row, temp.matched_row, temp.replaced_row, store.mark, store.repo, $date
-- creates: temp.irregular_repo
CREATE OR REPLACE TEMP TABLE irregular_repo AS
SELECT r.repo
FROM (SELECT repo FROM matched_row UNION SELECT repo FROM replaced_row) t
JOIN store.repo r USING (repo)
LEFT JOIN compared_row a USING (repo)
LEFT JOIN (SELECT DISTINCT repo FROM store.mark WHERE status <> 'frozen') m USING (repo)
WHERE m.repo IS NOT NULL OR (r.first_seen < $date AND a.a0 IS NULL) OR (r.last_seen > $date AND a.a2 IS NULL)
    OR a.a1 < a.a0 OR a.a2 < a.a1 OR a.a2 < a.a0;
