-- The top $places of each category and board on the day; one row per view: all, originals, derivatives.
-- requires: main.categories, $day, $own_boards, $places
SELECT c.slug AS category, b.board, v.view, t.*
FROM categories c, (SELECT unnest($own_boards) AS board) b, (VALUES ('all'), ('originals'), ('derivatives')) v (view),
    LATERAL (FROM top(c.slug, b.board, $places, v.view, $day)) t
WHERE v.view = 'all' OR c.kind = 'model'
ORDER BY c.slug, b.board, v.view, t.view_rank;
