-- The rows of an archive's file on the days to load, by identity and day, in the columns of the registry. `raw` hashes what describes the
-- repo. Variables `archive_month`, `archive_days` (for each day of the month its number among the days to load).
-- requires: $archived_columns, $described_fields, $identity, $rows
-- creates: temp.archived_row
CREATE OR REPLACE TEMP VIEW archived_row AS
SELECT r.day, list_extract(getvariable('archive_days'), day(r.day)) AS number, r.observed_at, $identity AS identity, hash($described_fields) AS raw,
    $archived_columns -- r.id AS id, CAST(NULL AS VARCHAR) AS author, …
FROM ($rows) r -- SELECT * FROM read_parquet(getvariable('archive_file'))
WHERE r.day >= getvariable('archive_month') AND r.day < CAST(getvariable('archive_month') + INTERVAL 1 MONTH AS DATE)
    AND list_extract(getvariable('archive_days'), day(r.day)) IS NOT NULL;
