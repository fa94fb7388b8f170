-- The versions that the sparse states of a layer have added.
-- requires: temp.description_version, temp.matched_row, store.description, $by_name
-- changes: store.sparse_version
INSERT INTO store.sparse_version BY NAME
SELECT d.repo, d.kind, d.version, $by_name AS by_name, list_filter([$known_columns], lambda name: name IS NOT NULL) AS own_columns -- CASE WHEN d.id IS NOT NULL THEN 'id' END, …
FROM store.description d
JOIN (
    SELECT m.repo, m.version FROM matched_row m WHERE m.is_new AND m.occurrences = 1
    UNION ALL
    SELECT v.repo, v.version FROM description_version v WHERE v.changed
) new USING (repo, version);
