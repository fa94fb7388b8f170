-- Number the new repos; the row is their first description.
-- requires: temp.new_repo
-- changes: temp.matched_row
UPDATE matched_row SET repo = new_repo.repo, version = 1 FROM new_repo WHERE matched_row.rowid = new_repo.place;
