-- Names new to their repo.
-- requires: temp.unclassified_description, store.name, $newest
-- changes: store.name
INSERT INTO store.name BY NAME
SELECT store.name_key(id) AS key, repo FROM unclassified_description WHERE repo > $newest
UNION ALL
SELECT store.name_key(u.id) AS key, u.repo
FROM unclassified_description u
ANTI JOIN store.name n ON n.repo = u.repo AND n.key = store.name_key(u.id)
WHERE u.repo <= $newest
ORDER BY key;
