-- Set description versions.
-- requires: temp.description_version
-- changes: temp.matched_row
UPDATE matched_row SET version = description_version.version FROM description_version WHERE matched_row.repo = description_version.repo;
