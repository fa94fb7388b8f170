-- Schema 5 to 6. Categories have aliases; the index of names finds a name in any case.
ALTER TABLE store.category ADD COLUMN aliases VARCHAR[];
UPDATE store.category SET aliases = [];
DELETE FROM store.name;
INSERT INTO store.name BY NAME SELECT DISTINCT md5_number_lower(lower(id)) AS key, repo FROM store.description ORDER BY key, repo;

-- Days can come from imported archives. DuckDB cannot commit a table altered after an update: a new one.
CREATE OR REPLACE TABLE store.snapshot AS
SELECT s.*, CAST(NULL AS VARCHAR) AS source, CAST(NULL AS VARCHAR) AS fingerprint FROM store.snapshot s;
CREATE TABLE store.sparse_description (repo INTEGER, kind VARCHAR, version USMALLINT, by_name BOOLEAN);
CREATE TABLE store.source (
    name VARCHAR, address VARCHAR, format VARCHAR, license VARCHAR, share_alike BOOLEAN, attribution VARCHAR, precedence INTEGER, complete BOOLEAN,
    imported_at TIMESTAMP
);
CREATE TABLE store.archived_day (source VARCHAR, kind VARCHAR, date DATE, file VARCHAR, fingerprint VARCHAR, rows BIGINT, partial BOOLEAN);
CREATE TABLE store.changed_day (date DATE);
