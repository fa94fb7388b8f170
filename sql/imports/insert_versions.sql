-- The repo and version of each state of a layer.
-- requires: temp.matched_row
-- changes: temp.archived_version
INSERT INTO archived_version BY NAME SELECT seq AS number, repo, version FROM matched_row;
