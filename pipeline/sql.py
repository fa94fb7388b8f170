"""The statements of `sql/`, by name. The one place that knows where the files lie."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pyarrow is slow to import
    import duckdb
    import pyarrow as pa

FOLDER = Path(__file__).resolve().parent.parent / "sql"
# What a database is made of, in this order; the definitions are replaced whenever they change.
TABLES = ("schema/store", "schema/published")
DEFINITIONS = ("schema/rules", "schema/views", "macros/macros")


@cache
def statement(name: str) -> str:
    """The text of `sql/<name>.sql`, e.g. `statement("load/daily")`."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def registered(con: "duckdb.DuckDBPyConnection", name: str, frame: "pa.Table") -> Iterator[None]:
    """Let statements read a frame as the temporary view `name`, in the block."""
    con.register(name, frame)
    try:
        yield
    finally:
        con.unregister(name)
