-- Names of relations, columns and macros.
-- requires: information_schema.columns
SELECT DISTINCT name FROM (
    SELECT unnest([table_name, column_name]) AS name FROM information_schema.columns WHERE table_schema = 'main'
    UNION SELECT function_name || '(' FROM duckdb_functions() WHERE NOT internal
);
