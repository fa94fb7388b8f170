-- Boards that have rows on the day for any category of $kinds, and more than the first days allow: no note with one of $codes.
-- requires: main.boards, store.category, $codes, $day, $kinds
SELECT DISTINCT b.board
FROM boards b
JOIN store.category c ON c.slug = b.category
WHERE b.date = $day AND list_contains($kinds, c.kind) AND b.ranked_repos > 0 AND b.status <> 'withheld'
    AND NOT list_has_any(coalesce([n.code FOR n IN b.notes], []), $codes);
