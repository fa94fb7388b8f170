"""Open the published file, read-only and sandboxed."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import duckdb

from pipeline.config import Home
from pipeline.errors import AlmanacError, NoPublishedFile, SchemaMismatch
from pipeline.files import describe_broken_link, describe_os_error, require_locks
from pipeline.notes import Note, Parameters
from pipeline.published.query_limits import LimitedConnection, find_memory_limit, limit_process_memory
from pipeline.sql import SCHEMA_VERSION

if TYPE_CHECKING:  # most readers read the file
    from pipeline.lake.settings import LakeSettings

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
# its extensions are loaded by name
LAKE_CONFIG: Config = {"autoload_known_extensions": False, "autoinstall_known_extensions": False}
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
    if home.reads_lake:
        path, con = _connect_configured_lake(trust=trust)
    else:
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
            if not home.reads_lake:
                _require_whole_file(limited_con, path)
            if not any_schema:
                _require_schema(
                    limited_con.execute("SELECT value FROM store.about WHERE key = 'schema_version'").fetchall(), path
                )
            # read commands use only `execute` of a connection
            yield con if seconds is None else cast("duckdb.DuckDBPyConnection", limited_con)
        except KeyboardInterrupt:
            # or closing waits for DuckDB's threads, for minutes
            con.interrupt()
            raise AlmanacError(Note("interrupted"), Note("unchanged")) from None
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise AlmanacError(Note("other_columns", {"path": str(path), "reason": _first_line(error)})) from error
        except duckdb.OutOfMemoryException as error:
            raise AlmanacError(Note("out_of_memory_reading", {"path": str(path)}), Note("unchanged")) from error
        except duckdb.Error as error:
            raise AlmanacError(
                Note("unreadable_database", {"path": str(path), "reason": _first_line(error)})
            ) from error


def _connect_configured_lake(*, trust: bool) -> tuple[Path, duckdb.DuckDBPyConnection]:
    """Open the lake of the environment; also return its catalog's name. Raises UsageError, LakeError."""
    from pipeline.lake.connection import name_catalog  # noqa: PLC0415
    from pipeline.lake.settings import LakeSettings  # noqa: PLC0415

    settings = LakeSettings.from_env()
    return Path(name_catalog(settings)), connect_lake(settings, trust=trust)


def connect_lake(
    settings: "LakeSettings", as_of: dt.date | None = None, *, trust: bool = False
) -> duckdb.DuckDBPyConnection:
    """Open a session that reads the lake's newest load, or that of an earlier day, sandboxed unless `trust`. Raises LakeError."""
    from pipeline.lake.session import prepare_session  # noqa: PLC0415

    con = duckdb.connect(config=BASE_CONFIG | LAKE_CONFIG)
    try:
        con.execute("SET GLOBAL TimeZone = 'UTC'")
        prepare_session(con, settings, as_of)
        if not trust:  # catalog and data stay readable
            con.execute("SET allowed_directories = $folders", {"folders": [settings.data]})
            con.execute("SET enable_external_access = false")
            con.execute("SET lock_configuration = true")
    except BaseException:
        con.close()
        raise
    return con


def _require_whole_file(con: LimitedConnection, path: Path) -> None:
    """Raise AlmanacError for a truncated file, which opens and fails later."""
    expected_size = con.execute("SELECT used_blocks * block_size FROM pragma_database_size()").fetchall()[0][0]
    if path.stat().st_size < expected_size:
        raise AlmanacError(Note("file_truncated", {"path": str(path)}))


def _connect(home: Home, config: Config) -> duckdb.DuckDBPyConnection:
    path = home.published
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if fault := describe_broken_link(path):
            raise NoPublishedFile(Note("no_database_link", {"path": str(path), "cause": fault})) from None
        raise NoPublishedFile(Note("no_database", {"path": str(path), "cause": _name_demo(home)})) from None
    except OSError as error:
        raise AlmanacError(Note("cannot_read", {"path": str(path), "cause": describe_os_error(error, path)})) from error
    try:
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        require_locks(path, str(error))
        raise AlmanacError(Note("unreadable_database", {"path": str(path), "reason": _first_line(error)})) from error


def _name_demo(home: Home) -> Note:
    """Say how to read sample data instead."""
    demo: Parameters = {"demo": str(home.demo.root)}
    if home.demo.published.exists():
        return Note("read_demo", demo)
    return Note("make_demo") if home.is_default else Note("make_demo_elsewhere", demo)


def _require_schema(rows: list[tuple[str]], path: Path) -> None:
    version = rows[0][0] if rows else "unknown"
    if version == str(SCHEMA_VERSION):
        return
    is_newer = version.isdecimal() and int(version) > SCHEMA_VERSION
    versions: Parameters = {"path": str(path), "version": version[:20], "supported": str(SCHEMA_VERSION)}
    raise SchemaMismatch(Note("newer_schema" if is_newer else "earlier_schema", versions), Note("unchanged"))


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")[:300]


def is_sample(con: duckdb.DuckDBPyConnection) -> bool:
    return bool(con.execute("SELECT bool_or(sample) FROM snapshots").fetchall()[0][0])


def fetch_records(answer: duckdb.DuckDBPyConnection) -> list[Row]:
    """Fetch all rows of a result as dictionaries."""
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
