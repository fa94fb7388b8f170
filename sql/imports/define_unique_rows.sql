-- Sorted rows ($rows) by day and identity, each once: of several, the first by $preference. They stream through the window.
-- requires: $identity, $names, $preference, $rows
-- creates: temp.unique_row
CREATE OR REPLACE TEMP VIEW unique_row AS
SELECT $names -- day, observed_at, …
FROM (
    SELECT *, lag(day) OVER () AS previous_day, lag($identity) OVER () AS previous_identity
    FROM (SELECT * FROM $rows ORDER BY $identity, day, $preference)
)
WHERE previous_day IS DISTINCT FROM day OR previous_identity IS DISTINCT FROM $identity;
