"""Compare the lake's rows with those of hub.duckdb."""

from dataclasses import dataclass

import duckdb

from pipeline.config import Home
from pipeline.lake.connection import translate_lake_errors
from pipeline.lake.layout import read_tables
from pipeline.lake.load import attach_published, require_owner
from pipeline.lake.session import require_load
from pipeline.lake.settings import LakeSettings


@dataclass(frozen=True)
class TableComparison:
    """A table's rows in hub.duckdb and in the lake, and how many of its parts differ in any row."""

    name: str
    published_rows: int
    lake_rows: int
    different_parts: int


def compare_lake(con: duckdb.DuckDBPyConnection, home: Home, settings: LakeSettings) -> list[TableComparison]:
    """Read all rows of both and compare their digests by part. Raises LakeError, LakeRefusal."""
    with translate_lake_errors(settings):
        attach_published(con, home.published)
        require_load(con, None)
        require_owner(con)
        existing_names = {table.name for table in read_tables(con, "lake")}
        comparisons: list[TableComparison] = []
        for table in read_tables(con, "hub"):
            published_parts = _read_parts(con, table.select_digests(f"hub.{table.name}"))
            is_new = table.rows not in existing_names
            lake_parts = {} if is_new else _read_parts(con, table.select_digests(f"lake.{table.name}"))
            different = {part for part, _ in set(published_parts.items()) ^ set(lake_parts.items())}
            rows = [sum(rows for rows, _ in parts.values()) for parts in (published_parts, lake_parts)]
            comparisons.append(TableComparison(table.name, rows[0], rows[1], len(different)))
        return comparisons


def _read_parts(con: duckdb.DuckDBPyConnection, query: str) -> dict[int, tuple[int, str]]:
    return {part: (rows, digest) for part, rows, digest in con.execute(query).fetchall()}
