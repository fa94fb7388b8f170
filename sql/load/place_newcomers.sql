-- requires: temp.newcomer
-- changes: temp.placed
UPDATE placed SET repo = newcomer.repo, version = 1 FROM newcomer WHERE placed.rowid = newcomer.place;
