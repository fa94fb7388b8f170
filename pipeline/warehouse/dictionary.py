"""What each relation and column means: the database's own comments, read without a database of anybody's.

Used wherever people meet a table: the column schemas of the assets in Dagster.
"""

from dataclasses import dataclass
from functools import cache

import duckdb

from pipeline.sql import statement


@dataclass(frozen=True)
class Column:
    """A column of a relation that people query. `type`: as DuckDB writes it."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True)
class Relation:
    """A table or view that people query."""

    name: str
    comment: str
    columns: tuple[Column, ...]


@cache
def relations() -> dict[str, Relation]:
    """All relations of the published database, by name, from the schema's own statements."""
    with duckdb.connect() as con:  # in memory, and empty
        for name in ("schema/store", "schema/published", "schema/views", "macros/macros"):
            con.execute(statement(name))
        comments = dict(
            con.execute(
                "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main' "
                "UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal"
            ).fetchall()
        )
        columns: dict[str, list[Column]] = {name: [] for name in comments}
        for relation, *column in con.execute(
            "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
            "WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index"
        ).fetchall():
            columns[relation].append(Column(*column))
    return {name: Relation(name, comments[name] or "", tuple(columns[name])) for name in sorted(comments)}
