"""The read side: opening the published file, and nothing else. No Dagster, no Hub, never the working database."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipeline.errors import AlmanacError, NotPublished, UsageError
from pipeline.settings import Home
from pipeline.suggest import nearest

# A query sees this file and nothing else of the machine.
SANDBOX: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


@contextmanager
def published(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, read-only and sandboxed. Raises NotPublished where there is none."""
    path = home.published
    if not path.exists():
        hint = "`almanac run` takes a snapshot, `almanac demo` makes one of sample data (then add --home data/demo)"
        raise NotPublished(f"There is no database at {path}. {hint}.")
    try:
        con = duckdb.connect(str(path), read_only=True, config=SANDBOX)
    except duckdb.Error as error:
        line = str(error).strip().splitlines()[0]
        raise AlmanacError(f"{path} does not open: {line}") from error
    try:
        yield con
    finally:
        con.close()


def is_sample(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file holds sample data."""
    return bool(con.execute("SELECT bool_or(sample) FROM snapshots").fetchall()[0][0])


def day_of(text: str | None) -> dt.date | None:
    """A date as typed. Raises UsageError when it is none."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a date; write it as 2026-03-06.") from None


def known(name: str, what: str, names: list[str]) -> str:
    """`name`, if it is one of `names`. Raises UsageError with the nearest ones."""
    if name not in names:
        raise UsageError(f"There is no {what} {name!r}. {nearest(name, names)}")
    return name
