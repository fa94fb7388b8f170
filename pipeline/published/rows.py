"""Rows of the published file for those who can do without them."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import duckdb

from pipeline.published.query_limits import Row


def query_published(file: Path, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    """What the query finds; nothing where there is no file, or none that can be read."""
    with suppress(duckdb.Error), duckdb.connect(str(file), read_only=True) as con:
        return con.execute(query, parameters).fetchall()
    return []
