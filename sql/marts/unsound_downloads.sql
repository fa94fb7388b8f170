-- Days, of those that are judged, on which so many download counters stood still or fell that differences of them say little.
SELECT c.date, c.kind FROM store.cohort c WHERE list_contains(getvariable('judged'), c.date)
GROUP BY c.date, c.kind HAVING sum(c.repos) FILTER (c.frozen) >= $frozen * sum(c.repos)
UNION
SELECT m.date, r.kind FROM store.mark m JOIN store.repo r ON r.repo = m.repo JOIN store.snapshot s ON s.kind = r.kind AND s.date = m.date
WHERE list_contains(getvariable('judged'), m.date) AND m.status = 'rolled_back'
GROUP BY m.date, r.kind HAVING count(*) >= $rolled_back * any_value(s.rows);
