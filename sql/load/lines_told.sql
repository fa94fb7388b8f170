-- What was kept of the rows for a second look.
CREATE OR REPLACE TEMP VIEW line AS
SELECT r.seq, r.oid, $description_values
FROM (
    SELECT s.seq, s.oid, unnest(json_transform(s.told, $description_shape)) -- '{"id": "VARCHAR", …, "tags": ["VARCHAR"], …}'
    FROM staged s
    WHERE s.told IS NOT NULL AND s.named
) AS r;
