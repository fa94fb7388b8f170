-- The columns of the lake's views of the newest rows.
SELECT concat(c.schema_name, '.', c.table_name) AS name, c.column_name, c.data_type
FROM duckdb_columns() c
JOIN duckdb_views() v ON v.database_name = c.database_name AND v.schema_name = c.schema_name AND v.view_name = c.table_name
WHERE c.database_name = 'lake' AND c.schema_name IN ('main', 'store')
ORDER BY c.schema_name DESC, c.table_name, c.column_index;
