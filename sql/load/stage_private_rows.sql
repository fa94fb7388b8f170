-- Private repos, if the home keeps them ($keep). Reads only pages that have some (numbers $pages, files $paths).
-- requires: temp.is_private(), temp.page, temp.why_unusable(), $keep, $pages, $paths
-- creates: temp.private_row
CREATE OR REPLACE TEMP TABLE private_row AS
SELECT line.kind, line.row._id AS oid, arg_max(line.row.id ->> '$', line.seq) AS id, arg_max(CAST(line.json AS VARCHAR), line.seq) AS row
FROM (
    SELECT page.kind, page.seq, json, from_json(json, '{"_id": "VARCHAR", "id": "JSON", "private": "JSON"}') AS row
    FROM read_json_objects($paths, format = 'newline_delimited', compression = 'zstd', ignore_errors = true,
        maximum_object_size = 67108864) AS read
    JOIN page ON page.seq = CAST($pages AS INTEGER[])[CAST(read.file_index AS BIGINT) + 1]
) AS line
WHERE $keep AND is_private(line.row.private) AND why_unusable(line.row._id, line.row.id) IS NULL
GROUP BY line.kind, line.row._id;
