-- What the repos' newest rows came with: few change from day to day.
UPDATE store.repo r
SET last_version = placed.version, last_raw = placed.raw
FROM placed
WHERE r.repo = placed.repo AND r.last_seen = $date AND (r.last_raw IS DISTINCT FROM placed.raw OR r.last_version <> placed.version);
