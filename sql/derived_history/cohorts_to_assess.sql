-- Every cohort of every day. Only days of one scope and with the same lists are compared: what moves depends on what is
-- listed.
-- requires: store.cohort, store.known_fault, store.snapshot
SELECT c.date, concat_ws(' ', c.kind, s.scope, s.status, s.source, b.scope, b.status, b.source) AS compared_among,
    hash(CASE WHEN s.scope <> 'hub' THEN s.covered END, CASE WHEN b.scope <> 'hub' THEN b.covered END) AS coverage, c.cohort, c.repos, c.moved, c.busy,
    c.busy_moved, c.usual, c.frozen, c.stalled, c.kind, f.date IS NOT NULL AS known_frozen
FROM store.cohort c
JOIN store.snapshot s ON s.date = c.date AND s.kind = c.kind
JOIN store.snapshot b ON b.date = c.since AND b.kind = c.kind
LEFT JOIN (SELECT DISTINCT k.source, k.kind, k.date FROM store.known_fault k WHERE k.state = 'frozen') f
    ON f.source = s.source AND f.kind = s.kind AND f.date = s.date
ORDER BY c.date, c.kind, c.cohort;
