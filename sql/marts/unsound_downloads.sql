-- Days of $days with too few observed download counters for useful differences.
-- requires: main.days, store.mark, store.repo, store.snapshot, store.unsound, $days, $frozen, $rolled_back
SELECT d.date, d.kind FROM days d WHERE list_contains($days, d.date) AND d.frozen_share >= $frozen
UNION
SELECT m.date, r.kind FROM store.mark m JOIN store.repo r ON r.repo = m.repo JOIN store.snapshot s ON s.kind = r.kind AND s.date = m.date
WHERE list_contains($days, m.date) AND m.status = 'rolled_back'
GROUP BY m.date, r.kind HAVING count(*) >= $rolled_back * any_value(s.rows)
UNION
SELECT u.date, u.kind FROM store.unsound u WHERE u.counter = 'downloads_all_time' AND list_contains($days, u.date);
