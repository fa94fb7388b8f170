"""Load the statements of `sql/` by name."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pyarrow is slow to import
    import duckdb
    import polars as pl
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


def read_frame(
    con: "duckdb.DuckDBPyConnection", query: str, parameters: Mapping[str, object] | None = None
) -> "pl.DataFrame":
    """Return a query's rows. DuckDB 2 has no `execute(…).pl()`, and `sql(…).pl()` plans a query twice."""
    import polars as pl  # noqa: PLC0415

    frame = pl.from_arrow(con.execute(query, parameters).to_arrow_table())
    return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()


@contextmanager
def register_frame(con: "duckdb.DuckDBPyConnection", name: str, frame: "pa.Table") -> Iterator[None]:
    con.register(name, frame)
    try:
        yield
    finally:
        con.unregister(name)
