-- Days whose boards must come out again: made with the catalogue of today, and of no day before them was anything else loaded
-- afterwards. (Boards stay as they were published: a day that is replaced later does not rewrite those that followed it.)
-- requires: main.trends, store.snapshot, $catalogue
SELECT DISTINCT s.date
FROM store.snapshot s
SEMI JOIN trends t ON t.date = s.date
WHERE s.catalogue = $catalogue AND NOT EXISTS (
    SELECT 1 FROM store.snapshot e WHERE e.date < s.date AND e.date >= s.date - 33 AND e.sequence > s.sequence
)
ORDER BY s.date;
