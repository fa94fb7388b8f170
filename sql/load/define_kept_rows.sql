-- What was kept of the rows for a second look.
-- requires: temp.author_in(), temp.names_in(), temp.parameters_in(), temp.staged, temp.tags_in(), temp.text_in(), temp.time_in()
-- creates: temp.line
CREATE OR REPLACE TEMP VIEW line AS
SELECT r.seq, r.oid, $description_values
FROM (
    SELECT s.seq, s.oid, unnest(json_transform(s.told, $description_shape)) -- '{"id": "VARCHAR", …, "tags": ["VARCHAR"], …}'
    FROM staged s
    WHERE s.told IS NOT NULL AND s.named
) AS r;
