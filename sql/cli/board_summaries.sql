-- Each category's boards: status, notes, ranks kept, first day.
-- requires: main.boards, main.categories, main.trends, $board, $date, $slugs
SELECT c.slug AS category, c.name_en, c.name_ko, c.note AS category_note, c.note_ko AS category_note_ko, b.status, b.notes, b.ranked_repos, b.breakouts, r.kept AS kept_ranks, r.since AS first_date
FROM categories c
LEFT JOIN (
    SELECT t.category, max(t.rank) FILTER (t.date = $date) AS kept, min(t.date) AS since FROM trends t WHERE t.board = $board AND t.date <= $date
    GROUP BY t.category
) r ON r.category = c.slug
LEFT JOIN boards b ON b.category = c.slug AND b.date = $date AND b.board = $board
WHERE list_contains($slugs, c.slug);
