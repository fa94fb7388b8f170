-- The rows of an archived day, in the columns of the registry. Variables `archive_file`, `archive_kind`, `archive_day`, `archive_source`.
-- requires: $archived_columns, $archived_oid
-- creates: temp.archived_row
CREATE OR REPLACE TEMP VIEW archived_row AS
SELECT r.observed_at, coalesce($archived_oid, store.provisional_oid(getvariable('archive_kind'), r.id)) AS oid, $archived_oid IS NULL AS by_name,
    $archived_columns -- r.id AS id, CAST(NULL AS VARCHAR) AS author, …
FROM read_parquet(getvariable('archive_file')) r
WHERE r.day = getvariable('archive_day');
