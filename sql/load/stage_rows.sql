-- The rows of a spool, in one pass: counters, and a hash of all that describes a repo, as it came. A repo whose hash is the
-- one of the day before has the same description, which then need not be taken apart, let alone kept a while in memory.
-- `ignore_errors`: a value of another type than foreseen becomes NULL, the row stays.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT page.kind, page.seq, line._id AS oid, coalesce(line._id <> '' AND line.id <> '', false) AS named,
    hash(line.id, line.author, line.createdAt, line.lastModified, line.pipeline_tag, line.library_name, line.tags,
        line.gated, line.disabled, line.private, line.baseModels, line.safetensors) AS raw,
    -- a count below nothing is no count
    CASE WHEN line.downloads >= 0 THEN line.downloads END AS downloads,
    CASE WHEN line.downloadsAllTime >= 0 THEN line.downloadsAllTime END AS downloads_all_time,
    CASE WHEN line.likes >= 0 THEN line.likes END AS likes,
    CASE WHEN isfinite(line.trendingScore) THEN line.trendingScore END AS trending_score
FROM read_json($paths, format = 'newline_delimited', ignore_errors = true, filename = true,
    maximum_object_size = 67108864, columns = {
        _id: 'VARCHAR', id: 'VARCHAR', author: 'VARCHAR', createdAt: 'VARCHAR', lastModified: 'VARCHAR',
        downloads: 'BIGINT', downloadsAllTime: 'BIGINT', likes: 'BIGINT', trendingScore: 'DOUBLE',
        pipeline_tag: 'VARCHAR', library_name: 'VARCHAR', tags: 'VARCHAR', gated: 'VARCHAR', disabled: 'VARCHAR',
        private: 'VARCHAR', baseModels: 'VARCHAR', safetensors: 'VARCHAR'
    }) AS line
-- pages are named by their number: cheaper to join than the path, a million times over
JOIN page ON page.seq = CAST(left(right(line.filename, 17), 6) AS INTEGER);
