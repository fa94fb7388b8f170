"""The read side: opening the published file, and nothing else. No Dagster, no Hub, never the working database."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import duckdb

from pipeline.config import Home
from pipeline.errors import AlmanacError, NoPublishedFile, SchemaMismatch
from pipeline.files import describe_broken_link, describe_os_error, require_locks
from pipeline.published.query_limits import LimitedConnection, find_memory_limit, limit_process_memory
from pipeline.sql import SCHEMA_VERSION

Config = dict[str, str | bool | int | float | list[str]]
BASE_CONFIG: Config = {
    # a name in a query is a table, never a variable of this program
    "python_enable_replacements": False,
    # what does not fit into memory would be written beside the published file
    "temp_directory": "",
    "memory_limit": f"{find_memory_limit() >> 20}MiB",
}
# A query sees this file and nothing else of the machine.
SANDBOX_CONFIG: Config = {"enable_external_access": False, "autoload_known_extensions": False}
OPENING_SECONDS = 60.0

Row = dict[str, Any]  # of a query: its columns by name


@contextmanager
def open_published(
    home: Home, *, trust: bool = False, seconds: float | None = None, any_schema: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, read-only, and sandboxed unless `trust`. Raises NoPublishedFile where there is none.

    A file whose schema another version of Hub Almanac defined raises SchemaMismatch, unless `any_schema`: who writes SQL can look at it.

    `seconds`: that all queries may take together (0: no limit), for a command that answers a person: the file may be somebody else's.
    The process is then given only so much memory too. Raises QueryTimeout.
    """
    path = home.published
    con = _connect(path, BASE_CONFIG if trust else BASE_CONFIG | SANDBOX_CONFIG)
    with closing(con):
        try:
            # all times in the file are UTC, wherever the machine stands; DuckDB takes this setting after the opening alone, and connections
            # of one process to one file share it, and the lock
            if con.execute("SELECT current_setting('lock_configuration')").fetchall() == [(False,)]:
                con.execute("SET GLOBAL TimeZone = 'UTC'")
                if not trust:
                    con.execute("SET lock_configuration = true")
            if seconds is not None:
                limit_process_memory()
            limited_con = LimitedConnection(con, OPENING_SECONDS if seconds is None else seconds)
            limited_con.execute("SELECT count(*) FROM store.about")
            # a file that was cut short opens all the same, and fails only where a query happens to look
            expected_size = limited_con.execute(
                "SELECT used_blocks * block_size FROM pragma_database_size()"
            ).fetchall()[0][0]
            if path.stat().st_size < expected_size:
                raise AlmanacError(f"{path} cannot be read: it is shorter than it says. Run `almanac run` again.")
            if not any_schema:
                _require_schema(
                    limited_con.execute("SELECT value FROM store.about WHERE key = 'schema_version'").fetchall(), path
                )
            # of a connection, commands that read use `execute` alone
            yield con if seconds is None else cast("duckdb.DuckDBPyConnection", limited_con)
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


def _connect(path: Path, config: Config) -> duckdb.DuckDBPyConnection:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if fault := describe_broken_link(path):
            raise NoPublishedFile(f"There is no database at {path}: {fault}.") from None
        hint = "`almanac run` takes a snapshot, `almanac demo` makes one of sample data (then add --home data/demo)"
        raise NoPublishedFile(f"There is no database at {path}. {hint}.") from None
    except OSError as error:
        raise AlmanacError(f"{path} cannot be read: {describe_os_error(error, path)}.") from error
    try:
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        require_locks(path, str(error))
        raise AlmanacError(f"{path} cannot be read as a database of Hub Almanac: {_first_line(error)}.") from error


def _require_schema(rows: list[tuple[str]], path: Path) -> None:
    version = rows[0][0] if rows else "unknown"
    if version == str(SCHEMA_VERSION):
        return
    is_newer = version.isdecimal() and int(version) > SCHEMA_VERSION
    remedy = (
        "Upgrade Hub Almanac to read it"
        if is_newer
        else "`almanac run` publishes it again; until then `almanac sql` can query it"
    )
    raise SchemaMismatch(
        f"{path} was published by {'a newer' if is_newer else 'an earlier'} version of Hub Almanac (schema {version[:20]}; this version reads "
        f"schema {SCHEMA_VERSION}). Nothing was changed. {remedy}."
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")[:300]


def is_sample(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file holds sample data."""
    return bool(con.execute("SELECT bool_or(sample) FROM snapshots").fetchall()[0][0])


def fetch_records(answer: duckdb.DuckDBPyConnection) -> list[Row]:
    """The rows of an answer, each as column: value."""
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
