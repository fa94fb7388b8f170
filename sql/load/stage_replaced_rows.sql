-- The day's rows before its replacement, to delete later what only they used.
-- requires: store.counted, $date, $kinds
-- creates: temp.replaced_row
CREATE OR REPLACE TEMP TABLE replaced_row AS
SELECT repo, version FROM store.counted WHERE date = $date AND list_contains($kinds, kind);
