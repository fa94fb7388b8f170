-- The marks of the irregular repos, but for frozen ones, to be made again.
-- requires: temp.irregular_repo
-- changes: store.mark
DELETE FROM store.mark m USING irregular_repo i WHERE m.repo = i.repo AND m.status <> 'frozen';
