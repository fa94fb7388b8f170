-- The columns of every stored table, with their types.
SELECT concat(schema_name, '.', table_name) AS "table", column_name, data_type
FROM duckdb_columns()
WHERE database_name = current_database() AND NOT internal AND schema_name IN ('store', 'main')
    AND (schema_name, table_name) IN (SELECT (t.schema_name, t.table_name) FROM duckdb_tables() t WHERE t.database_name = current_database() AND NOT t.temporary)
ORDER BY "table", column_index;
