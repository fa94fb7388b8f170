-- New repos.
-- requires: temp.new_repo, $date
-- changes: store.repo
INSERT INTO store.repo BY NAME
SELECT repo, kind, oid, $date AS first_seen, $date AS last_seen, 1 AS last_version, raw AS last_raw FROM new_repo;
