-- The repo's events.
-- requires: $id, $kind
SELECT date, event, old, new FROM events_of($id) WHERE kind = $kind ORDER BY date, event;
