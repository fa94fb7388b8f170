-- The pages numbered by the variable `pages`, in the files of `paths`, read once more, typed as they are read.
CREATE OR REPLACE TEMP VIEW line AS
SELECT CAST(getvariable('pages') AS INTEGER[])[CAST(r.file_index AS BIGINT) + 1] AS seq, r._id AS oid, r.id, author_in(r.author, r.id) AS author, text_in(r.pipeline_tag) AS pipeline_tag, text_in(r.library_name) AS library_name,
    tags_in(r.tags) AS tags, text_in(r.gated) AS gated, r.disabled, r.private,
    time_in(r.createdAt) AS created_at, time_in(r.lastModified) AS last_modified, text_in(r.baseModels.relation) AS base_relation,
    names_in(r.baseModels.models) AS base_models, parameters_in(r.safetensors.total) AS parameters
FROM read_json(getvariable('paths'), format = 'newline_delimited', compression = 'zstd', ignore_errors = true,
    maximum_object_size = 67108864, columns = {
        _id: 'VARCHAR', id: 'VARCHAR', author: 'VARCHAR', createdAt: 'TIMESTAMPTZ', lastModified: 'TIMESTAMPTZ',
        pipeline_tag: 'VARCHAR', library_name: 'VARCHAR', tags: 'VARCHAR[]', gated: 'VARCHAR', disabled: 'BOOLEAN',
        private: 'BOOLEAN', baseModels: 'STRUCT(relation VARCHAR, models STRUCT(id VARCHAR)[])',
        safetensors: 'STRUCT(total BIGINT)'
    }) AS r
WHERE is_oid(r._id) AND r.id <> '';
