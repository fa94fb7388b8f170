-- A spool's rows, in one pass: counters, and a hash of the raw descriptive fields. Descriptions with an unchanged hash
-- are unchanged: neither parsed nor kept. Others are kept if $keep (not on a first day, when that is all).
-- `ignore_errors`: a value of an unexpected type becomes NULL.
-- requires: temp.count_in(), temp.is_name(), temp.is_oid(), temp.is_private(), temp.page, temp.score_in(), store.repo, $keep, $paths
-- creates: temp.staged_row
CREATE OR REPLACE TEMP TABLE staged_row AS
SELECT line.* EXCLUDE (description),
    CASE WHEN $keep AND line.raw NOT IN (SELECT r.last_raw FROM store.repo r WHERE r.last_raw IS NOT NULL) THEN to_json(line.description) END AS description_json
FROM (
    SELECT page.kind, page.seq, r._id AS oid, is_private(r.private) AS is_private,
        coalesce(is_oid(r._id) AND is_name(r.id), false) AS has_identity,
        $description AS description, -- {id: r.id, author: r.author, …}
        hash($description_fields) AS raw, -- r.id, r.author, …
        $counter_values -- count_in(r.downloads) AS downloads, …
    FROM read_json($paths, format = 'newline_delimited', compression = 'zstd', ignore_errors = true, maximum_object_size = 67108864,
        columns = $row_types) AS r -- {_id: 'VARCHAR', id: 'JSON', …, downloads: 'BIGINT', …}
    -- $paths are all pages, by number
    JOIN page ON page.seq = CAST(r.file_index AS INTEGER)
) AS line;
