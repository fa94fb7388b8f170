-- Forget deleted descriptions' raw hashes.
-- requires: temp.unused_description
-- changes: store.repo
UPDATE store.repo r SET last_raw = NULL FROM unused_description WHERE r.repo = unused_description.repo AND r.last_version = unused_description.version;
