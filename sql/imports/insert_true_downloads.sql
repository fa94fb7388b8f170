-- The rows of a piece of true daily downloads.
-- requires: $file, $kind, $source
-- changes: store.true_download
INSERT INTO store.true_download BY NAME
SELECT $source AS source, $kind AS kind, id, day AS date, true_downloads AS downloads
FROM read_parquet($file)
ORDER BY id, date;
