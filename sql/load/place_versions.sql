-- Which description each row is.
-- requires: temp.versioned
-- changes: temp.placed
UPDATE placed SET version = versioned.version FROM versioned WHERE placed.repo = versioned.repo;
