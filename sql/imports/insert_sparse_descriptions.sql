-- The versions that the day's rows of a source that does not describe repos have added, and their mark.
-- requires: temp.archived_row, temp.description_version, temp.matched_row, store.description, store.repo, store.sparse_description
-- changes: store.description, store.sparse_description
INSERT INTO store.sparse_description BY NAME
SELECT d.* EXCLUDE (sparse), r.by_name
FROM store.description d
JOIN (
    SELECT m.repo, m.version FROM matched_row m WHERE m.is_new AND m.occurrences = 1
    UNION
    SELECT v.repo, v.version FROM description_version v WHERE v.changed
) new USING (repo, version)
JOIN store.repo USING (repo)
JOIN (SELECT DISTINCT a.oid, a.by_name FROM archived_row a) r ON r.oid = store.repo.oid;
UPDATE store.description d SET sparse = true
FROM store.sparse_description s
WHERE s.repo = d.repo AND s.version = d.version AND d.sparse IS NOT TRUE;
