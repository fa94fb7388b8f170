"""Rows of the published file for those who can do without them."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb


def published_rows(file: Path, query: str, asked: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
    """What the query finds; nothing where there is no file, or none that can be read."""
    with suppress(duckdb.Error), duckdb.connect(str(file), read_only=True) as con:
        return con.execute(query, asked).fetchall()
    return []
