-- Relations by name prefix.
-- requires: $prefix
SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' AND starts_with(view_name, $prefix) UNION SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND starts_with(table_name, $prefix) ORDER BY 1;
