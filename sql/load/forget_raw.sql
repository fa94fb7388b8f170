-- What came with a description that is gone says nothing any more.
-- requires: temp.unused
-- changes: store.repo
UPDATE store.repo r SET last_raw = NULL FROM unused WHERE r.repo = unused.repo AND r.last_version = unused.version;
