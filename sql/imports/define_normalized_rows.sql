-- The rows of an import as pieces have them, with the reason why a row cannot be used.
-- requires: $condition, $names, $reason, $rows, $values
-- creates: temp.normalized_row
CREATE OR REPLACE TEMP VIEW normalized_row AS
SELECT $names, -- day, observed_at, …
    $reason AS reason
FROM (SELECT $values FROM ($rows)) -- TRY_CAST("date" AS DATE) AS day, …
WHERE $condition;
