-- Staged rows with a description, typed.
-- requires: temp.author_in(), temp.names_in(), temp.parameters_in(), temp.staged_row, temp.tags_in(), temp.text_in(), temp.time_in()
-- creates: temp.staged_description
CREATE OR REPLACE TEMP VIEW staged_description AS
SELECT r.seq, r.oid, $description_values
FROM (
    SELECT s.seq, s.oid, unnest(json_transform(s.description_json, $description_shape)) -- '{"id": "VARCHAR", …, "tags": ["VARCHAR"], …}'
    FROM staged_row s
    WHERE s.description_json IS NOT NULL AND s.has_identity
) AS r;
