"""The read side: opening the published file, and nothing else. No Dagster, no Hub, never the working database."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import duckdb

from pipeline.config import Home
from pipeline.errors import AlmanacError, NotPublished, UsageError
from pipeline.files import broken_link, reason, require_locks
from pipeline.published.query_limits import Bounded, bound_memory, memory
from pipeline.suggest import nearest

Config = dict[str, str | bool | int | float | list[str]]
ALWAYS: Config = {
    # a name in a query is a table, never a variable of this program
    "python_enable_replacements": False,
    # what does not fit into memory would be written beside the published file
    "temp_directory": "",
    "memory_limit": f"{memory() >> 20}MiB",
}
# A query sees this file and nothing else of the machine.
SANDBOX: Config = {"enable_external_access": False, "autoload_known_extensions": False}
OPENING_SECONDS = 60.0
LONGEST_NAME = 200  # characters; the Hub's own limits lie below
# As similar as a slip of the fingers leaves a name: of those, the best liked.
NEAREST = """
SELECT id FROM (SELECT id, likes FROM models UNION ALL SELECT id, likes FROM datasets)
WHERE lower(id) = lower($name) OR lower(split_part(id, '/', 2)) = lower($name) OR jaro_winkler_similarity(lower(id), lower($name)) > 0.88
ORDER BY lower(id) = lower($name) DESC, lower(split_part(id, '/', 2)) = lower($name) DESC,
    round(jaro_winkler_similarity(lower(id), lower($name)), 2) DESC, likes DESC NULLS LAST, id
LIMIT 3
"""


@contextmanager
def published(home: Home, *, trust: bool = False, seconds: float | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, read-only, and sandboxed unless `trust`. Raises NotPublished where there is none.

    `seconds`: that all queries may take together (0: no limit), for a command that answers a person: the file may be somebody else's.
    The process is then given only so much memory too. Raises OutOfTime.
    """
    path = home.published
    con = _open(path, ALWAYS if trust else ALWAYS | SANDBOX)
    with closing(con):
        try:
            # all times in the file are UTC, wherever the machine stands; DuckDB takes this setting after the opening alone, and connections
            # of one process to one file share it, and the lock
            if con.execute("SELECT current_setting('lock_configuration')").fetchall() == [(False,)]:
                con.execute("SET GLOBAL TimeZone = 'UTC'")
                if not trust:
                    con.execute("SET lock_configuration = true")
            if seconds is not None:
                bound_memory()
            bounded = Bounded(con, OPENING_SECONDS if seconds is None else seconds)
            bounded.execute("SELECT count(*) FROM store.about")
            # a file that was cut short opens all the same, and fails only where a query happens to look
            should = bounded.execute("SELECT used_blocks * block_size FROM pragma_database_size()").fetchall()[0][0]
            if path.stat().st_size < should:
                raise AlmanacError(f"{path} cannot be read: it is shorter than it says. Run `almanac run` again.")
            # of a connection, commands that read use `execute` alone
            yield con if seconds is None else cast("duckdb.DuckDBPyConnection", bounded)
        except KeyboardInterrupt:
            # without it, closing waits for DuckDB's threads to finish what they are at: minutes, in a bad join
            con.interrupt()
            raise AlmanacError("Interrupted; reading changes nothing.") from None
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise AlmanacError(
                f"{path} cannot be read as a database of this version of Hub Almanac: {_first_line(error)}. If another version made it, "
                "the next `almanac run` publishes it anew."
            ) from error
        except duckdb.OutOfMemoryException as error:
            raise AlmanacError(
                f"Reading {path} needs more memory than a command is given. Nothing was changed."
            ) from error
        except duckdb.Error as error:
            raise AlmanacError(f"{path} cannot be read as a database of Hub Almanac: {_first_line(error)}.") from error


def _open(path: Path, config: Config) -> duckdb.DuckDBPyConnection:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if said := broken_link(path):
            raise NotPublished(f"There is no database at {path}: {said}.") from None
        hint = "`almanac run` takes a snapshot, `almanac demo` makes one of sample data (then add --home data/demo)"
        raise NotPublished(f"There is no database at {path}. {hint}.") from None
    except OSError as error:
        raise AlmanacError(f"{path} cannot be read: {reason(error, path)}.") from error
    try:
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        require_locks(path, str(error))
        raise AlmanacError(f"{path} cannot be read as a database of Hub Almanac: {_first_line(error)}.") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")[:300]


def is_sample(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file holds sample data."""
    return bool(con.execute("SELECT bool_or(sample) FROM snapshots").fetchall()[0][0])


def day_of(text: str | None) -> dt.date | None:
    """A date as typed. Raises UsageError when it is none."""
    if text is None:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(f"{text!r} is not a date; write it as 2026-03-06.") from None


def known(name: str, what: str, names: list[str], most: int | None = None) -> str:
    """`name`, if it is one of `names`. Raises UsageError with the nearest ones; where none is near, with all or `most` of them."""
    if name not in names:
        raise UsageError(f"There is no {what} {name[:LONGEST_NAME]!r}. {nearest(name, names, most)}")
    return name


def records(answer: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of an answer, each as column: value."""
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def unknown_repo(con: duckdb.DuckDBPyConnection, name: str) -> UsageError:
    """The error for a repo that was never observed, with the nearest names that were."""
    name = name[:LONGEST_NAME]
    near = [found for (found,) in con.execute(NEAREST, {"name": name}).fetchall()]
    hint = (
        f"Did you mean {' or '.join(near)}?" if near else "A repo is named owner/name; only what was observed is known."
    )
    return UsageError(f"No repo {name!r} was ever observed here. {hint}")
