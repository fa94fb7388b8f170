-- What a Parquet file's footer says of each column: bytes, rows, and the first and last time, NULL unless each group of rows has them.
-- requires: $file, $size, temp.time_in()
SELECT
    replace(path_in_schema, ', ', '.') AS path, sum(least(greatest(total_compressed_size, 0), $size)) AS bytes, sum(row_group_num_rows) AS rows,
    CASE WHEN bool_and(first IS NOT NULL AND last IS NOT NULL) THEN min(first) END AS first,
    CASE WHEN bool_and(first IS NOT NULL AND last IS NOT NULL) THEN max(last) END AS last
FROM (
    SELECT
        *, CASE WHEN type <> 'BYTE_ARRAY' THEN time_in(TRY_CAST(coalesce(stats_min_value, stats_min) AS TIMESTAMPTZ)) END AS first,
        CASE WHEN type <> 'BYTE_ARRAY' THEN time_in(TRY_CAST(coalesce(stats_max_value, stats_max) AS TIMESTAMPTZ)) END AS last
    FROM parquet_metadata($file)
)
WHERE row_group_num_rows <> 0
GROUP BY ALL;
