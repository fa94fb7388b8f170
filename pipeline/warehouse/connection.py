"""Open the private database: one writer, always closed, schema upgraded."""

import datetime as dt
import hashlib
import re
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from pipeline.config import read_thread_limit
from pipeline.errors import WarehouseError
from pipeline.files import describe_os_error, require_locks, resolve_link
from pipeline.notes import Note
from pipeline.ranking.board_comments import fill_in_boards
from pipeline.secrets import make_private
from pipeline.sql import SCHEMA_VERSION, TABLES, statement
from pipeline.warehouse.derived_history import restate_all_days
from pipeline.warehouse.private_repos import forget_private_repos
from pipeline.warehouse.repo_columns import add_repo_columns, build_column_comments, build_published_views, hash_fields

# Readable by DuckDB 1.5 and later.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": "v1.5.0",
    "memory_limit": "1200MB",
}
STALE_HISTORY = "stale_history"  # in store.about: an import was interrupted before it rebuilt derived history


@contextmanager
def open_warehouse(
    path: Path, *, patience: float = 300.0, accept_stale_history: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the private database for writing; create it if missing. Follows and keeps a link.

    `accept_stale_history`: do not rebuild what an interrupted import left stale; the caller will.

    `patience`: seconds to wait for another process's lock. Raises WarehouseError after that, and for a damaged file,
    one of a newer version, or a dangling link; NoLocks.
    """
    try:
        make_private(path.parent)
        resolve_link(path)
    except OSError as error:
        cause = describe_os_error(error, path)
        raise WarehouseError(
            Note("warehouse_unusable", {"path": str(path), "cause": cause}), Note("unchanged")
        ) from error
    con = _connect(path, time.monotonic() + patience)
    try:
        con.execute("SET TimeZone = 'UTC'")
        if threads := read_thread_limit():
            con.execute(f"SET threads = {threads}")
        con.execute("SET enable_progress_bar = false")  # worker processes count as interactive
        _upgrade_schema(con, path)
        if not accept_stale_history and _read_about(con, STALE_HISTORY):
            with transaction(con):
                restate_stale_history(con)
        yield con
    except duckdb.OutOfMemoryException as error:
        raise WarehouseError(Note("warehouse_out_of_memory", {"reason": _first_line(error)})) from error
    except (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException, duckdb.InternalException) as error:
        raise WarehouseError(Note("warehouse_failed", {"path": str(path), "reason": _first_line(error)})) from error
    finally:
        with suppress(duckdb.Error):
            con.close()


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    con.begin()
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):
            con.rollback()
        raise
    con.commit()


def _connect(path: Path, deadline: float) -> duckdb.DuckDBPyConnection:
    pause = 0.1
    while True:
        try:
            return duckdb.connect(str(path), config=CONFIG)
        except duckdb.IOException as error:
            if "could not set lock" not in str(error).lower():
                raise WarehouseError(
                    Note("warehouse_unusable", {"path": str(path), "cause": _first_line(error)}),
                    Note("warehouse_maybe_damaged"),
                ) from error
            require_locks(path)
            if time.monotonic() > deadline:
                holder_pid = re.search(r"PID (\d+)", str(error))
                lock_note = (
                    Note("warehouse_locked_by", {"path": str(path), "process": holder_pid[1]})
                    if holder_pid
                    else Note("warehouse_locked", {"path": str(path)})
                )
                raise WarehouseError(lock_note, Note("unchanged_run_later")) from error
        except duckdb.Error as error:
            raise WarehouseError(
                Note("warehouse_unusable", {"path": str(path), "cause": _first_line(error)}), Note("warehouse_damaged")
            ) from error
        time.sleep(pause)
        pause = min(pause * 1.5, 1.0)


def _upgrade_schema(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    facts = _read_facts(con)
    version = int(facts.get("schema_version", 0))
    if version > SCHEMA_VERSION:
        raise WarehouseError(
            Note("newer_warehouse", {"path": str(path), "version": str(version), "supported": str(SCHEMA_VERSION)})
        )
    tables = fill_in_boards("".join(map(statement, TABLES)))
    comments = "\n".join(line for line in tables.splitlines() if line.startswith("COMMENT"))
    views = "\n".join((build_column_comments(), build_published_views()))
    digest = hashlib.sha256(f"{comments}\n{views}".encode()).hexdigest()
    if version == SCHEMA_VERSION and facts.get("views") == digest and "almanac" in facts:
        return
    with transaction(con):
        if version == 0:
            con.execute(tables)
        else:
            for step in range(version + 1, SCHEMA_VERSION + 1):
                con.execute(statement(f"migrations/{step}"))
            con.execute(comments)
        add_repo_columns(con)
        con.execute(views)
        for key, value in (("schema_version", str(SCHEMA_VERSION)), ("views", digest)):
            write_about(con, key, value)
        if facts.get("fields") != (fields := hash_fields()):
            # hashes of other fields are not comparable
            con.execute("UPDATE store.repo SET last_raw = NULL WHERE last_raw IS NOT NULL")
            write_about(con, "fields", fields)
        if "almanac" not in facts:
            write_about(con, "almanac", uuid.uuid4().hex)
        if version > 0:
            con.execute(statement("schema/sort_licenses"))
        if 0 < version < SCHEMA_VERSION:
            restate_all_days(con)
        if version > 0:
            forget_private_repos(con)


def _read_facts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    try:
        return dict(con.execute("SELECT key, value FROM store.about").fetchall())
    except duckdb.CatalogException:
        return {}


def mark_history_stale(con: duckdb.DuckDBPyConnection, days: Iterable[dt.date]) -> None:
    """Record that an import has changed days, if any: derived history and what was computed of them is stale."""
    if changed_days := list(days):
        write_about(con, STALE_HISTORY, "true")
        con.execute("INSERT INTO store.changed_day SELECT unnest($days)", {"days": changed_days})


def restate_stale_history(con: duckdb.DuckDBPyConnection) -> None:
    """Rebuild derived history if an import has left it stale, inside a transaction."""
    if _read_about(con, STALE_HISTORY):
        restate_all_days(con)
    con.execute("DELETE FROM store.about WHERE key = $key", {"key": STALE_HISTORY})


def _read_about(con: duckdb.DuckDBPyConnection, key: str) -> str | None:
    rows = con.execute("SELECT value FROM store.about WHERE key = $key", {"key": key}).fetchall()
    return rows[0][0] if rows else None


def read_almanac_id(con: duckdb.DuckDBPyConnection) -> str | None:
    """Return the random id that a warehouse and its copies share; None in old files."""
    return _read_about(con, "almanac")


def holds_sample_data(con: duckdb.DuckDBPyConnection) -> bool | None:
    """Whether the data is the sample Hub's; None while empty."""
    value = _read_about(con, "sample")
    return None if value is None else value == "true"


def mark_as_real(con: duckdb.DuckDBPyConnection) -> None:
    """Record that the data of an empty warehouse is not the sample Hub's."""
    if holds_sample_data(con) is None:
        write_about(con, "sample", "false")


def published_holds_sample_data(published: Path) -> bool | None:
    """Whether the data is the sample Hub's; None if missing or unreadable."""
    with suppress(duckdb.Error):
        if published.exists():
            with duckdb.connect(str(published), read_only=True) as con:
                return holds_sample_data(con)
    return None


def write_about(con: duckdb.DuckDBPyConnection, key: str, value: str) -> None:
    con.execute("DELETE FROM store.about WHERE key = $key", {"key": key})
    con.execute("INSERT INTO store.about VALUES ($key, $value)", {"key": key, "value": value})


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".!")[:300]
