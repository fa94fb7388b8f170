-- No repo needs a second look.
-- requires: store.description
-- creates: temp.described, temp.versioned
CREATE OR REPLACE TEMP TABLE described AS
SELECT d.repo, d.kind, false AS fresh, d.* EXCLUDE (repo, kind, version, license) FROM store.description d WHERE false;
CREATE OR REPLACE TEMP TABLE versioned (repo INTEGER, changed BOOLEAN, version USMALLINT);
