-- The day's crawl before its replacement.
-- requires: store.snapshot, $date
-- creates: temp.replaced_snapshot
CREATE OR REPLACE TEMP TABLE replaced_snapshot AS
SELECT kind, scope, status, source, covered FROM store.snapshot WHERE date = $date;
