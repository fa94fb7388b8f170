-- Every cohort of every day. Only days of one scope are compared: what moves depends on what is listed.
-- requires: store.cohort, store.snapshot
SELECT c.date, concat_ws(' ', c.kind, s.scope, s.status, s.source, b.scope, b.status, b.source) AS compared_among, c.cohort, c.repos, c.moved, c.busy,
    c.busy_moved, c.usual, c.frozen, c.stalled, c.kind
FROM store.cohort c
JOIN store.snapshot s ON s.date = c.date AND s.kind = c.kind
JOIN store.snapshot b ON b.date = c.since AND b.kind = c.kind
ORDER BY c.date, c.kind, c.cohort;
