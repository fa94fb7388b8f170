-- Schema 5 to 6. Days can come from imported archives.
ALTER TABLE store.snapshot ADD COLUMN source VARCHAR;
ALTER TABLE store.snapshot ADD COLUMN fingerprint VARCHAR;
ALTER TABLE store.description ADD COLUMN sparse BOOLEAN;
CREATE TABLE store.sparse_description (repo INTEGER, kind VARCHAR, version USMALLINT, by_name BOOLEAN);
CREATE TABLE store.source (
    name VARCHAR, address VARCHAR, format VARCHAR, license VARCHAR, share_alike BOOLEAN, attribution VARCHAR, precedence INTEGER, complete BOOLEAN,
    imported_at TIMESTAMP
);
CREATE TABLE store.archived_day (source VARCHAR, kind VARCHAR, date DATE, file VARCHAR, fingerprint VARCHAR, rows BIGINT, partial BOOLEAN);
