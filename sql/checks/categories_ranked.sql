-- An active category without an attention board on the day.
SELECT c.kind, c.slug AS what, 0 AS seen FROM store.category c
WHERE c.status = 'active' AND NOT EXISTS (
    SELECT 1 FROM trends t WHERE t.date = $date AND t.category = c.slug AND t.board = 'attention'
);
