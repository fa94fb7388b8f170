-- What describes a repo, typed as it is read: a value of another type than foreseen becomes NULL.
CREATE OR REPLACE TEMP MACRO typed_lines(paths) AS TABLE
SELECT CAST(left(right(line.filename, 17), 6) AS INTEGER) AS seq, line._id AS oid, line.id,
    coalesce(line.author, CASE WHEN contains(line.id, '/') THEN split_part(line.id, '/', 1) END) AS author,
    line.pipeline_tag, line.library_name,
    -- what is no text is no tag
    CASE WHEN list_count(line.tags) < len(line.tags) THEN list_filter(line.tags, lambda tag: tag IS NOT NULL) ELSE line.tags END AS tags,
    line.gated, line.disabled, line.private,
    CASE WHEN isfinite(line.createdAt) THEN line.createdAt END AS created_at,
    CASE WHEN isfinite(line.lastModified) THEN line.lastModified END AS last_modified,
    line.baseModels.relation AS base_relation,
    list_sort(list_transform(line.baseModels.models, lambda model: model.id)) AS base_models,
    line.safetensors.total AS parameters
FROM read_json(paths, format = 'newline_delimited', ignore_errors = true, filename = true,
    maximum_object_size = 67108864, columns = {
        _id: 'VARCHAR', id: 'VARCHAR', author: 'VARCHAR', createdAt: 'TIMESTAMP', lastModified: 'TIMESTAMP',
        pipeline_tag: 'VARCHAR', library_name: 'VARCHAR', tags: 'VARCHAR[]', gated: 'VARCHAR', disabled: 'BOOLEAN',
        private: 'BOOLEAN', baseModels: 'STRUCT(relation VARCHAR, models STRUCT(id VARCHAR)[])',
        safetensors: 'STRUCT(total BIGINT)'
    }) AS line;

CREATE OR REPLACE TEMP MACRO licenses_in(tags) AS
    nullif(array_to_string(list_transform(list_filter(tags, lambda tag: starts_with(tag, 'license:')), lambda tag: tag[9:]), ','), '');

-- Repos that may have changed, and new ones whose description is to be merged from several rows.
CREATE OR REPLACE TEMP VIEW unsure AS SELECT * FROM placed WHERE version IS NULL OR (fresh AND seen > 1);
