-- Usable rows by identity and day.
-- requires: temp.candidate, $identity, $names
-- creates: temp.sorted_row
CREATE OR REPLACE TEMP VIEW sorted_row AS SELECT $names FROM candidate WHERE reason IS NULL ORDER BY $identity, day; -- day, observed_at, …
