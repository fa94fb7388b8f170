"""Load the statements of `sql/` by name."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pyarrow is slow to import
    import duckdb
    import pyarrow as pa

SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"
SCHEMA_VERSION = 7  # of `schema/`; a change needs a file in `migrations/`
TABLES = ("schema/store", "schema/published")  # definitions of stored tables


@cache
def statement(name: str) -> str:
    """Return the text of `sql/<name>.sql`, e.g. `statement("load/insert_daily")`."""
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def fill(text: str, lists: Mapping[str, str]) -> str:
    """Replace each `$name` of `lists`; other names stay parameters."""
    return re.sub(r"\$(\w+)", lambda match: lists.get(match[1], match[0]), text)


@contextmanager
def register_frame(con: "duckdb.DuckDBPyConnection", name: str, frame: "pa.Table") -> Iterator[None]:
    con.register(name, frame)
    try:
        yield
    finally:
        con.unregister(name)
