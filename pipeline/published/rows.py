"""Query the published file where a missing file is not an error."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import duckdb

from pipeline.published.query_limits import Row


def query_published(file: Path, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    """Return the query's rows; empty if the file is missing or unreadable."""
    with suppress(duckdb.Error), duckdb.connect(str(file), read_only=True) as con:
        return con.execute(query, parameters).fetchall()
    return []
