-- The boards of the day of which a reader must know something: how many of one kind say the same.
-- requires: main.boards, $date
SELECT board, status, count(*) AS categories, array_to_string(list_transform(notes, lambda n: n.code), ', ') AS why FROM boards WHERE date = $date AND notes IS NOT NULL
GROUP BY board, status, why ORDER BY board, categories DESC;
