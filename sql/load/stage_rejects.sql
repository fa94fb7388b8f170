-- Raw rows without a valid identity, and why; never private ones. Reads only pages that have some (numbers $pages,
-- files $paths).
-- requires: temp.is_private(), temp.page, temp.why_unusable(), $pages, $paths
-- changes: temp.rejected_row
INSERT INTO rejected_row BY NAME
SELECT page.kind, page.listing, page.file,
    CASE WHEN line.json IS NULL THEN 'not_json'
        WHEN json_exists(line.json, '$._odd') AND NOT json_exists(line.json, '$._id') THEN 'not_an_object'
        ELSE why_unusable(line.row._id, line.row.id) END AS reason,
    left(CASE reason WHEN 'not_an_object' THEN CAST(line.json -> '$._odd' AS VARCHAR) ELSE CAST(line.json AS VARCHAR) END,
        1000) AS row
FROM (
    SELECT json, file_index, from_json(json, '{"_id": "VARCHAR", "id": "JSON", "private": "JSON"}') AS row
    FROM read_json_objects($paths, format = 'newline_delimited', compression = 'zstd', ignore_errors = true,
        maximum_object_size = 67108864)
) AS line
JOIN page ON page.seq = CAST($pages AS INTEGER[])[CAST(line.file_index AS BIGINT) + 1]
WHERE reason IS NOT NULL AND NOT coalesce(is_private(line.row.private), false);
