-- The imported days whose license binds what is published with them, by kind and month.
-- requires: store.snapshot, store.source
SELECT s.kind, list(s.date ORDER BY s.date) AS dates
FROM store.snapshot s
JOIN store.source x ON x.name = s.source
WHERE x.share_alike
GROUP BY s.kind, date_trunc('month', s.date)
ORDER BY ALL;
