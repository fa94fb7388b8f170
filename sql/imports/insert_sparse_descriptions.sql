-- The versions that the sparse states of a layer have added.
-- requires: temp.description_version, temp.matched_row, store.description, $by_name
-- changes: store.sparse_description
INSERT INTO store.sparse_description BY NAME
SELECT d.*, $by_name AS by_name
FROM store.description d
JOIN (
    SELECT m.repo, m.version FROM matched_row m WHERE m.is_new AND m.occurrences = 1
    UNION ALL
    SELECT v.repo, v.version FROM description_version v WHERE v.changed
) new USING (repo, version);
