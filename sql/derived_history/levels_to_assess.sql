-- Every counter of every day. Shares are compared within a scope, totals also within a catalogue.
-- requires: store.known_fault, store.level, store.snapshot
SELECT l.date, l.kind, l.counter, concat_ws(' ', s.scope, s.status, s.source) AS compared_among, CASE WHEN s.scope NOT IN ('hub', 'archive') THEN s.catalogue END AS catalogue,
    l.known, l.positive, l.total, l.unsound, f.date IS NOT NULL AS known_unsound
FROM store.level l
JOIN store.snapshot s ON s.date = l.date AND s.kind = l.kind
LEFT JOIN (SELECT k.* FROM store.known_fault k WHERE k.state = 'rolled_back') f
    ON f.source = s.source AND f.kind = s.kind AND f.date = s.date AND f.counter = l.counter
ORDER BY l.date;
