-- Days with changed marks of the irregular repos.
-- requires: temp.irregular_repo, temp.previous_mark, store.mark
WITH mark AS (FROM store.mark m SEMI JOIN irregular_repo USING (repo) WHERE m.status <> 'frozen')
SELECT DISTINCT date FROM ((FROM previous_mark EXCEPT FROM mark) UNION ALL (FROM mark EXCEPT FROM previous_mark));
