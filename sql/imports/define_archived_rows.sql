-- The rows of an archive's file on the days to load, in the columns of the registry. `place` numbers the file's rows by identity and day;
-- `raw` hashes what describes the repo. Variables `archive_month`, `archive_days` (for each day of the month its number among the days to load).
-- requires: $archived_columns, $described_fields, $identity, $rows
-- creates: temp.archived_row
CREATE OR REPLACE TEMP VIEW archived_row AS
SELECT CAST(r.place AS INTEGER) AS place, r.day, list_extract(getvariable('archive_days'), day(r.day)) AS number, r.observed_at, $identity AS identity,
    hash($described_fields) AS raw, $archived_columns -- r.id AS id, CAST(NULL AS VARCHAR) AS author, …
FROM ($rows) r -- SELECT *, file_row_number AS place FROM read_parquet(getvariable('archive_file'), file_row_number = true)
WHERE r.day >= getvariable('archive_month') AND r.day < CAST(getvariable('archive_month') + INTERVAL 1 MONTH AS DATE)
    AND list_extract(getvariable('archive_days'), day(r.day)) IS NOT NULL;
