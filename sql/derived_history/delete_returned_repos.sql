-- Rows kept of repos as they vanished that are not their last ones any more ($date: the day that was replaced).
-- requires: store.repo, store.snapshot, $date
-- changes: store.vanished
DELETE FROM store.vanished v
WHERE v.date = $date OR NOT EXISTS (
    SELECT 1 FROM store.repo r
    WHERE r.repo = v.repo AND r.last_seen = v.date AND r.last_seen < (SELECT max(s.date) FROM store.snapshot s WHERE s.kind = v.kind)
);
