-- The rows of a spool, typed as they are read. Reading is most of a load's work, so it happens once. `ignore_errors`: a
-- value of another type than foreseen becomes NULL, the row stays; a row without _id or id is set aside (stage_rejects).
CREATE OR REPLACE TEMP TABLE staged AS
WITH line AS (
    SELECT * EXCLUDE (filename, _id),
        _id AS oid,
        -- pages are named by their number: cheaper to join than the path, a million times over
        CAST(left(right(filename, 17), 6) AS INTEGER) AS seq
    FROM read_json($paths, format = 'newline_delimited', ignore_errors = true, filename = true,
        maximum_object_size = 67108864, columns = {
            _id: 'VARCHAR', id: 'VARCHAR', author: 'VARCHAR', createdAt: 'TIMESTAMP', lastModified: 'TIMESTAMP',
            downloads: 'BIGINT', downloadsAllTime: 'BIGINT', likes: 'BIGINT', trendingScore: 'DOUBLE',
            pipeline_tag: 'VARCHAR', library_name: 'VARCHAR', tags: 'VARCHAR[]', gated: 'VARCHAR', disabled: 'BOOLEAN',
            private: 'BOOLEAN', baseModels: 'STRUCT(relation VARCHAR, models STRUCT(id VARCHAR)[])',
            safetensors: 'STRUCT(total BIGINT)'
        })
),
typed AS (
    SELECT page.kind, page.seq, page.requested, page.observed_at, line.oid, line.id,
        coalesce(line.author, CASE WHEN contains(line.id, '/') THEN split_part(line.id, '/', 1) END) AS author,
        line.pipeline_tag, line.library_name,
        -- sorted, since the Hub's order differs between its routes; what is no text goes first, and out
        CASE WHEN list_count(line.tags) < len(line.tags) THEN list_sort(list_filter(line.tags, lambda tag: tag IS NOT NULL))
            ELSE list_sort(line.tags) END AS tags,
        line.gated, line.disabled, line.private,
        CASE WHEN isfinite(line.createdAt) THEN line.createdAt END AS created_at,
        CASE WHEN isfinite(line.lastModified) THEN line.lastModified END AS last_modified,
        -- a count below nothing is no count
        CASE WHEN line.downloads >= 0 THEN line.downloads END AS downloads,
        CASE WHEN line.downloadsAllTime >= 0 THEN line.downloadsAllTime END AS downloads_all_time,
        CASE WHEN line.likes >= 0 THEN line.likes END AS likes,
        CASE WHEN isfinite(line.trendingScore) THEN line.trendingScore END AS trending_score,
        line.baseModels.relation AS base_relation,
        list_sort(list_transform(line.baseModels.models, lambda model: model.id)) AS base_models,
        line.safetensors.total AS parameters
    FROM line
    JOIN page ON page.seq = line.seq
)
SELECT *, digest_of(id, author, pipeline_tag, library_name, tags, gated, disabled, private, created_at,
    last_modified, base_relation, base_models, parameters) AS digest
FROM typed;
