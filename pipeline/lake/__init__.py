"""The published lake: hub.duckdb's tables as Parquet in a folder or object storage, with DuckLake's catalog.

Settings, extensions, loads, comparison, maintenance and the SQL of a reading session. Building the published file belongs in
pipeline/publishing, reading it in pipeline/published.
"""
