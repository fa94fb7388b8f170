-- The rows of a spool, in one pass: counters, and a hash of all that describes a repo, as it came. A repo whose hash is the
-- one of its row before has the same description, which then need not be taken apart, let alone kept a while in memory; what
-- the others say is kept for a second look ($keep; not on a first day, when that would be everything).
-- `ignore_errors`: a value of another type than foreseen becomes NULL, the row stays.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT line.* EXCLUDE (said),
    CASE WHEN $keep AND line.raw NOT IN (SELECT r.last_raw FROM store.repo r WHERE r.last_raw IS NOT NULL) THEN to_json(line.said) END AS told
FROM (
    SELECT page.kind, page.seq, row._id AS oid, is_private(row.private) AS hidden,
        coalesce(is_oid(row._id) AND is_name(row.id), false) AS named,
        {id: row.id, author: row.author, createdAt: row.createdAt, lastModified: row.lastModified, pipeline_tag: row.pipeline_tag,
            library_name: row.library_name, tags: row.tags, gated: row.gated, disabled: row.disabled, private: row.private,
            baseModels: row.baseModels, safetensors: row.safetensors} AS said,
        hash(row.id, row.author, row.createdAt, row.lastModified, row.pipeline_tag, row.library_name, row.tags, row.gated,
            row.disabled, row.private, row.baseModels, row.safetensors) AS raw,
        count_in(row.downloads) AS downloads, count_in(row.downloadsAllTime) AS downloads_all_time, count_in(row.likes) AS likes,
        score_in(row.trendingScore) AS trending_score
    FROM read_json($paths, format = 'newline_delimited', compression = 'zstd', ignore_errors = true,
        maximum_object_size = 67108864, columns = {
            _id: 'VARCHAR', id: 'JSON', author: 'JSON', createdAt: 'JSON', lastModified: 'JSON',
            downloads: 'BIGINT', downloadsAllTime: 'BIGINT', likes: 'BIGINT', trendingScore: 'DOUBLE',
            pipeline_tag: 'JSON', library_name: 'JSON', tags: 'JSON', gated: 'JSON', disabled: 'JSON',
            private: 'JSON', baseModels: 'JSON', safetensors: 'JSON'
        }) AS row
    -- $paths are all pages, in the order of their numbers
    JOIN page ON page.seq = CAST(row.file_index AS INTEGER)
) AS line;
