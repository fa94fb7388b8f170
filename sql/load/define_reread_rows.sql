-- Typed rows of the pages numbered by variable `pages`, in the files of variable `paths`.
-- requires: temp.author_in(), temp.is_oid(), temp.names_in(), temp.parameters_in(), temp.tags_in(), temp.text_in(), temp.time_in()
-- creates: temp.reread_row
CREATE OR REPLACE TEMP VIEW reread_row AS
SELECT CAST(getvariable('pages') AS INTEGER[])[CAST(r.file_index AS BIGINT) + 1] AS seq, r._id AS oid,
    $description_values -- r.id AS id, author_in(r.author, r.id) AS author, …
FROM read_json(getvariable('paths'), format = 'newline_delimited', compression = 'zstd', ignore_errors = true,
    maximum_object_size = 67108864, columns = $description_types) AS r -- {_id: 'VARCHAR', …, tags: 'VARCHAR[]', …}
WHERE is_oid(r._id) AND r.id <> '';
