-- Days whose boards can be rebuilt identically: same catalogue as now, and no earlier day loaded since. (Replacing a
-- day does not rewrite the boards of later days.)
-- requires: main.trends, store.snapshot, $catalogue
SELECT DISTINCT s.date
FROM store.snapshot s
SEMI JOIN trends t ON t.date = s.date
WHERE s.catalogue = $catalogue AND NOT EXISTS (
    SELECT 1 FROM store.snapshot e WHERE e.date < s.date AND e.date >= s.date - 33 AND e.sequence > s.sequence
)
ORDER BY s.date;
