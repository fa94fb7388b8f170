-- Days whose boards can be rebuilt identically: with today's catalogue, and no earlier day loaded since (that does not
-- rewrite later boards).
-- requires: main.trends, store.snapshot, $catalogue
SELECT DISTINCT s.date
FROM store.snapshot s
SEMI JOIN trends t ON t.date = s.date
WHERE s.catalogue = $catalogue AND NOT EXISTS (
    SELECT 1 FROM store.snapshot e WHERE e.date < s.date AND e.date >= s.date - 33 AND e.sequence > s.sequence
)
ORDER BY s.date;
