-- Top ranks of several categories in one query: planning takes as long as execution.
-- requires: main.categories, store.counted, store.description, store.repo, $board, $date, $places, $slugs, $view
WITH ranked AS MATERIALIZED (
    SELECT c.slug, c.kind, t.* FROM categories c, LATERAL (FROM top(c.slug, $board, $places, $view, $date)) t
    WHERE list_contains($slugs, c.slug)
)
SELECT r.* EXCLUDE (kind), d.created_at, d.parameters, d.license
FROM ranked r
LEFT JOIN store.repo i ON i.oid = r.oid AND i.kind = r.kind
LEFT JOIN store.counted o ON o.repo = i.repo AND o.date = r.date
LEFT JOIN store.description d ON d.repo = o.repo AND d.version = o.version
ORDER BY r.slug, r.view_rank;
