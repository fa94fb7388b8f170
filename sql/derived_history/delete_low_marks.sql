-- Delete the irregular repos' marks other than frozen, to insert them again.
-- requires: temp.irregular_repo
-- changes: store.mark
DELETE FROM store.mark m USING irregular_repo i WHERE m.repo = i.repo AND m.status <> 'frozen';
