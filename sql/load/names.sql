-- Names that a repo bears for the first time.
INSERT INTO store.name BY NAME
SELECT md5_number_lower(d.id) AS key, d.repo FROM store.description d WHERE d.repo > getvariable('newest')
UNION ALL
SELECT md5_number_lower(d.id) AS key, d.repo
FROM described d
JOIN versioned v USING (repo)
ANTI JOIN store.name n ON n.repo = d.repo AND n.key = md5_number_lower(d.id)
WHERE v.changed AND NOT d.fresh
ORDER BY key;
