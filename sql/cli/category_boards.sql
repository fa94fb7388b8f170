-- Top ranks of several categories in one query: planning takes as long as execution.
-- requires: main.categories, $board, $date, $view, $places, $slugs
SELECT c.slug, t.* FROM categories c, LATERAL (FROM top(c.slug, $board, $places, $view, $date)) t
WHERE list_contains($slugs, c.slug) ORDER BY c.slug, t.view_rank;
