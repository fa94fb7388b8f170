-- The columns of every table of an attached database, with types and comments.
SELECT concat(c.schema_name, '.', c.table_name) AS name, t.comment AS table_comment, c.column_name, c.data_type, c.comment
FROM duckdb_columns() c
JOIN duckdb_tables() t ON t.database_name = c.database_name AND t.schema_name = c.schema_name AND t.table_name = c.table_name
WHERE c.database_name = $database AND NOT c.internal
ORDER BY c.schema_name DESC, c.table_name, c.column_index;
