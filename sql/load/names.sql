-- Names that a repo bears for the first time.
-- requires: temp.unclassified, store.name
-- changes: store.name
INSERT INTO store.name BY NAME
SELECT md5_number_lower(id) AS key, repo FROM unclassified WHERE repo > getvariable('newest')
UNION ALL
SELECT md5_number_lower(u.id) AS key, u.repo
FROM unclassified u
ANTI JOIN store.name n ON n.repo = u.repo AND n.key = md5_number_lower(u.id)
WHERE u.repo <= getvariable('newest')
ORDER BY key;
