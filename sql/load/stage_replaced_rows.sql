-- The rows of days before their replacement, to delete later what only they used.
-- requires: store.counted, $days, $first, $kinds, $last
-- creates: temp.replaced_row
CREATE OR REPLACE TEMP TABLE replaced_row AS
SELECT DISTINCT repo, version FROM store.counted
WHERE date BETWEEN $first AND $last AND list_contains($days, date) AND list_contains($kinds, kind);
