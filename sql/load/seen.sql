-- First and last day of the repos that the day holds, whatever order days are loaded in.
-- requires: temp.placed, $date
-- changes: store.repo
UPDATE store.repo r
SET first_seen = least(r.first_seen, $date), last_seen = greatest(r.last_seen, $date)
FROM placed
WHERE r.repo = placed.repo AND (r.last_seen < $date OR r.first_seen > $date);
