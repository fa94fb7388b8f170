-- Hour for which each observation of the repo counts.
-- requires: store.clock, $id, $kind
SELECT h.date, store.hour_of(h.observed_at, c.hour)
FROM history_of($id) h JOIN store.clock c ON c.kind = h.kind AND c.date = h.date
WHERE h.kind = $kind;
