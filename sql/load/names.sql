-- Names that a repo bears for the first time.
INSERT INTO store.name BY NAME
SELECT DISTINCT md5_number_lower(id) AS key, repo
FROM (
    SELECT d.id, d.repo FROM store.description d WHERE d.repo > getvariable('newest')
    UNION ALL
    SELECT d.id, d.repo FROM described d JOIN versioned v USING (repo)
    WHERE v.changed AND NOT d.fresh AND NOT EXISTS (
        SELECT 1 FROM store.name n WHERE n.repo = d.repo AND n.key = md5_number_lower(d.id)
    )
)
ORDER BY key, repo;
