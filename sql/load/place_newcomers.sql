-- The numbers of new repos, and that the row is their first description.
-- requires: temp.newcomer
-- changes: temp.placed
UPDATE placed SET repo = newcomer.repo, version = 1 FROM newcomer WHERE placed.rowid = newcomer.place;
