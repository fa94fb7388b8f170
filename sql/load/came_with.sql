-- What the newest rows of repos that were known came with: few change from day to day.
-- requires: temp.placed, $date
-- changes: store.repo
UPDATE store.repo r
SET last_version = placed.version, last_raw = placed.raw
FROM placed
WHERE r.repo = placed.repo AND r.repo <= getvariable('newest') AND r.last_seen = $date AND (r.last_raw IS DISTINCT FROM placed.raw OR r.last_version <> placed.version);
