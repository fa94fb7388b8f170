-- Every counter of every day. Only days of one scope and with the same lists are compared.
-- requires: store.known_fault, store.level, store.snapshot
SELECT l.date, l.kind, l.counter, concat_ws(' ', s.scope, s.status, s.source) AS compared_among, CASE WHEN s.scope <> 'hub' THEN hash(s.covered) END AS coverage,
    l.known, l.positive, l.total, l.unsound, f.date IS NOT NULL AS known_unsound
FROM store.level l
JOIN store.snapshot s ON s.date = l.date AND s.kind = l.kind
LEFT JOIN (SELECT k.* FROM store.known_fault k WHERE k.state = 'rolled_back') f
    ON f.source = s.source AND f.kind = s.kind AND f.date = s.date AND f.counter = l.counter
ORDER BY l.date;
