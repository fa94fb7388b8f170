-- The top $places of each category and board on the day; one row per view: all, originals, derivatives.
-- requires: main.categories, store.category, $day, $own_boards, $places
SELECT c.slug AS category, b.board, v.view, t.*
FROM (SELECT x.slug, x.kind FROM categories x SEMI JOIN store.category y ON y.slug = x.slug) c, (SELECT unnest($own_boards) AS board) b, (VALUES ('all'), ('originals'), ('derivatives')) v (view),
    LATERAL (FROM top(c.slug, b.board, $places, v.view, $day)) t
WHERE v.view = 'all' OR c.kind = 'model'
ORDER BY c.slug, b.board, v.view, t.view_rank;
