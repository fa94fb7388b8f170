"""The read side: opening the published file, and nothing else. No Dagster, no Hub, never the working database."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager

import duckdb

from pipeline.errors import AlmanacError, NotPublished, UsageError
from pipeline.settings import Home
from pipeline.suggest import nearest

# A query sees this file and nothing else of the machine.
SANDBOX: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoload_known_extensions": False,
    # a name in a query is a table, never a variable of this program
    "python_enable_replacements": False,
    "lock_configuration": True,
}


@contextmanager
def published(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, read-only and sandboxed. Raises NotPublished where there is none."""
    path = home.published
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        hint = "`almanac run` takes a snapshot, `almanac demo` makes one of sample data (then add --home data/demo)"
        raise NotPublished(f"There is no database at {path}. {hint}.") from None
    except OSError as error:
        raise AlmanacError(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        with closing(duckdb.connect(str(path), read_only=True, config=SANDBOX)) as con:
            con.execute("SELECT count(*) FROM store.about")
            # a file that was cut short opens all the same, and fails only where a query happens to look
            should = con.execute("SELECT used_blocks * block_size FROM pragma_database_size()").fetchall()[0][0]
            if path.stat().st_size < should:
                raise AlmanacError(f"{path} cannot be read: it is shorter than it says. Run `almanac run` again.")
            try:
                yield con
            except KeyboardInterrupt:
                # without it, closing waits for DuckDB's threads to finish what they are at: minutes, in a bad join
                con.interrupt()
                raise AlmanacError("Interrupted; reading changes nothing.") from None
    except duckdb.Error as error:
        line = str(error).strip().splitlines()[0].rstrip(".")
        raise AlmanacError(f"{path} cannot be read as a database of Hub Almanac: {line}.") from error


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
