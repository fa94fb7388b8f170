-- Schema 5 to 6. Categories have aliases; the index of names finds a name in any case.
ALTER TABLE store.category ADD COLUMN aliases VARCHAR[];
UPDATE store.category SET aliases = [];
DELETE FROM store.name;
INSERT INTO store.name BY NAME SELECT DISTINCT md5_number_lower(lower(id)) AS key, repo FROM store.description ORDER BY key, repo;
