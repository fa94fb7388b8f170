"""Open the published file, read-only and sandboxed."""

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
    # no Python variables in queries
    "python_enable_replacements": False,
    # no spilling to disk beside the file
    "temp_directory": "",
    "memory_limit": f"{find_memory_limit() >> 20}MiB",
}
# queries can read this file only
SANDBOX_CONFIG: Config = {"enable_external_access": False, "autoload_known_extensions": False}
OPENING_SECONDS = 60.0

Row = dict[str, Any]  # values by column


@contextmanager
def open_published(
    home: Home, *, trust: bool = False, seconds: float | None = None, any_schema: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published database, read-only, and sandboxed unless `trust`.

    `seconds`: limit the total time of all queries (0: none) and the process's memory.
    `any_schema`: accept another schema version, for SQL users. Raises NoPublishedFile, SchemaMismatch, QueryTimeout.
    """
    path = home.published
    con = _connect(home, BASE_CONFIG if trust else BASE_CONFIG | SANDBOX_CONFIG)
    with closing(con):
        try:
            # DuckDB accepts this setting only after opening; connections of one process to
            # the same file share it, and the lock
            if con.execute("SELECT current_setting('lock_configuration')").fetchall() == [(False,)]:
                con.execute("SET GLOBAL TimeZone = 'UTC'")
                if not trust:
                    con.execute("SET lock_configuration = true")
            if seconds is not None:
                limit_process_memory()
            limited_con = LimitedConnection(con, OPENING_SECONDS if seconds is None else seconds)
            limited_con.execute("SELECT count(*) FROM store.about")
            # a truncated file opens, and fails later
            expected_size = limited_con.execute(
                "SELECT used_blocks * block_size FROM pragma_database_size()"
            ).fetchall()[0][0]
            if path.stat().st_size < expected_size:
                raise AlmanacError(f"{path} is truncated. Run `almanac run` to publish it again.")
            if not any_schema:
                _require_schema(
                    limited_con.execute("SELECT value FROM store.about WHERE key = 'schema_version'").fetchall(), path
                )
            # read commands use only `execute` of a connection
            yield con if seconds is None else cast("duckdb.DuckDBPyConnection", limited_con)
        except KeyboardInterrupt:
            # or closing waits for DuckDB's threads, for minutes
            con.interrupt()
            raise AlmanacError("Interrupted. Nothing was changed.") from None
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise AlmanacError(
                f"{path} does not match this version of Hub Almanac: {_first_line(error)}. If another version published it, "
                "run `almanac run` to publish it again."
            ) from error
        except duckdb.OutOfMemoryException as error:
            raise AlmanacError(f"Out of memory while reading {path}; narrow the query. Nothing was changed.") from error
        except duckdb.Error as error:
            raise AlmanacError(f"Cannot read {path} as a Hub Almanac database: {_first_line(error)}.") from error


def _connect(home: Home, config: Config) -> duckdb.DuckDBPyConnection:
    path = home.published
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if fault := describe_broken_link(path):
            raise NoPublishedFile(f"No database at {path}: {fault}.") from None
        raise NoPublishedFile(
            f"No database at {path}. Take a snapshot with `almanac run`, {_name_demo(home)}."
        ) from None
    except OSError as error:
        raise AlmanacError(f"Cannot read {path}: {describe_os_error(error, path)}.") from error
    try:
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        require_locks(path, str(error))
        raise AlmanacError(f"Cannot read {path} as a Hub Almanac database: {_first_line(error)}.") from error


def _name_demo(home: Home) -> str:
    """Say how to read sample data instead."""
    if home.demo.published.exists():
        return f"or read the demo with --home {home.demo.root}"
    then = "" if home.is_default else f", then add --home {home.demo.root}"
    return f"or create sample data with `almanac demo`{then}"


def _require_schema(rows: list[tuple[str]], path: Path) -> None:
    version = rows[0][0] if rows else "unknown"
    if version == str(SCHEMA_VERSION):
        return
    is_newer = version.isdecimal() and int(version) > SCHEMA_VERSION
    remedy = (
        "Upgrade Hub Almanac to read it"
        if is_newer
        else "Run `almanac run` to publish it again; until then, `almanac sql` can query it"
    )
    raise SchemaMismatch(
        f"{'A newer' if is_newer else 'An earlier'} version of Hub Almanac published {path} (schema {version[:20]}; this version reads "
        f"schema {SCHEMA_VERSION}). {remedy}. Nothing was changed."
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")[:300]


def is_sample(con: duckdb.DuckDBPyConnection) -> bool:
    return bool(con.execute("SELECT bool_or(sample) FROM snapshots").fetchall()[0][0])


def fetch_records(answer: duckdb.DuckDBPyConnection) -> list[Row]:
    """Fetch all rows of a result as dictionaries."""
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
