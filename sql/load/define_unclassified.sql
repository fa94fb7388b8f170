-- The day's new descriptions; new repos' in two halves, since DuckDB reads a transaction's own rows with one thread per
-- query.
-- requires: temp.changed_description, temp.description_version, store.description
-- creates: temp.unclassified_description
CREATE OR REPLACE TEMP VIEW unclassified_description AS
SELECT d.kind, d.repo, d.version, d.id, d.pipeline_tag, d.author, d.tags
FROM store.description d
WHERE d.repo > getvariable('newest') AND d.repo <= getvariable('halfway')
UNION ALL
SELECT d.kind, d.repo, d.version, d.id, d.pipeline_tag, d.author, d.tags
FROM store.description d
WHERE d.repo > getvariable('halfway')
UNION ALL
SELECT d.kind, d.repo, v.version, d.id, d.pipeline_tag, d.author, d.tags
FROM changed_description d
JOIN description_version v USING (repo)
WHERE v.changed AND NOT d.is_new;
