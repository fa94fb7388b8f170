-- The versions that the day's sparse rows have added.
-- requires: temp.archived_row, temp.description_version, temp.matched_row, store.description, store.repo
-- changes: store.sparse_description
INSERT INTO store.sparse_description BY NAME
SELECT d.*, r.by_name
FROM store.description d
JOIN (
    SELECT m.repo, m.version FROM matched_row m WHERE m.is_new AND m.occurrences = 1
    UNION
    SELECT v.repo, v.version FROM description_version v WHERE v.changed
) new USING (repo, version)
JOIN store.repo USING (repo)
JOIN (SELECT DISTINCT a.oid, a.by_name FROM archived_row a) r ON r.oid = store.repo.oid;
