-- The rows of a spool as text: whatever the Hub sends, no row is lost to a type that was not foreseen.
CREATE OR REPLACE TEMP TABLE staged AS
SELECT page.kind, page.listing, page.category, page.requested, page.observed_at, page.seq, page.file,
    line._id AS oid, line.* EXCLUDE (filename, _id)
FROM read_json($paths, format = 'newline_delimited', filename = true, maximum_object_size = 67108864, columns = {
    _id: 'VARCHAR', id: 'VARCHAR', author: 'VARCHAR', createdAt: 'VARCHAR', lastModified: 'VARCHAR',
    downloads: 'VARCHAR', downloadsAllTime: 'VARCHAR', likes: 'VARCHAR', trendingScore: 'VARCHAR',
    pipeline_tag: 'VARCHAR', library_name: 'VARCHAR', tags: 'VARCHAR', gated: 'VARCHAR', disabled: 'VARCHAR',
    private: 'VARCHAR', baseModels: 'VARCHAR', safetensors: 'VARCHAR', _odd: 'VARCHAR'
}) AS line
JOIN page ON page.path = line.filename;
