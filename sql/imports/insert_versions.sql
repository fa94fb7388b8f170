-- The repo and version of each state of a layer.
-- requires: temp.archived_state, temp.matched_row
-- changes: temp.archived_version
INSERT INTO archived_version BY NAME
SELECT s.identity, s.raw, m.repo, m.version, s.first, s.last FROM matched_row m JOIN archived_state s ON s.number = m.seq;
