-- Delete vanished repos' rows that are no longer their last ones ($date: the replaced day).
-- requires: store.repo, store.snapshot, $date
-- changes: store.vanished
DELETE FROM store.vanished v
WHERE v.date = $date OR NOT EXISTS (
    SELECT 1 FROM store.repo r
    WHERE r.repo = v.repo AND r.last_seen = v.date AND r.last_seen < (SELECT max(s.date) FROM store.snapshot s WHERE s.kind = v.kind)
);
