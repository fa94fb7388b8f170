"""Restore the warehouse from the published file or a backup."""

import datetime as dt
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.config import Home
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import UsageError, WarehouseError
from pipeline.files import describe_broken_link, describe_os_error, replace_file, require_locks, set_mode
from pipeline.publishing.database_copy import copy_file
from pipeline.publishing.publish import publish, read_published_history, read_snapshot_days
from pipeline.sql import SCHEMA_VERSION, statement
from pipeline.warehouse.connection import open_warehouse, read_almanac_id

KEPT_NOTE = "Nothing was changed."


@dataclass(frozen=True)
class RestoreResult:
    """The restored days. `replaced_path`: the previous warehouse, if any."""

    days: int
    first: dt.date | None
    last: dt.date | None
    replaced_path: Path | None


def restore_warehouse(home: Home, source: Path, *, force: bool = False) -> RestoreResult:
    """Copy `source` to the warehouse, and publish it unless `source` is the published file.

    Keeps the previous warehouse. Without `force`, replaces only a warehouse that has no days or does
    not open, and loses no published day. Raises UsageError if `force` is needed, WarehouseError if the source is not a
    database of this version or a run uses the home; nothing is changed then.
    """
    version = _require_source(source, home)
    with spool_lock(home.spool, timeout=5):
        _require_replaceable(home.warehouse, force=force)
        fresh = home.warehouse.with_name(f".{home.warehouse.name}.{os.getpid()}.restore")
        try:
            home.warehouse.parent.mkdir(parents=True, exist_ok=True)
            copy_file(source, fresh, KEPT_NOTE)
            set_mode(fresh, 0o600)
            day_range = _upgrade_and_check(fresh, source)
            if not force:
                _require_no_loss(home.published, source, fresh)
            replaced_path = _move_into_place(fresh, home.warehouse)
        except OSError as error:
            raise WarehouseError(
                f"Cannot write {home.warehouse}: {describe_os_error(error, home.warehouse)}. {KEPT_NOTE}"
            ) from error
        finally:
            for leftover in (fresh, _wal_path(fresh)):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
        if version < SCHEMA_VERSION or not _is_same_file(source, home.published):
            with open_warehouse(home.warehouse) as con:
                publish(con, home.warehouse, home.published, losable_days=None)
    return RestoreResult(*day_range, replaced_path)


def _require_source(source: Path, home: Home) -> int:
    """Return the schema version of the source. Raises UsageError, WarehouseError."""
    if not source.is_file():
        fault = describe_broken_link(source)
        raise UsageError(f"No such file: {source}{f' ({fault})' if fault else ''}. {KEPT_NOTE}")
    if _is_same_file(source, home.warehouse):
        raise UsageError(f"{source} is the warehouse itself. Pass the published file or a backup. {KEPT_NOTE}")
    try:
        with duckdb.connect(str(source), read_only=True) as con:
            rows = con.execute("SELECT value FROM store.about WHERE key = 'schema_version'").fetchall()
            version = int(rows[0][0])
    except (duckdb.Error, IndexError, TypeError, ValueError) as error:
        require_locks(source, str(error))
        first = str(error).strip().splitlines()[0][:200]
        raise WarehouseError(f"{source} is not a Hub Almanac database ({first}). {KEPT_NOTE}") from error
    if version > SCHEMA_VERSION:
        raise WarehouseError(
            f"A newer Hub Almanac wrote {source} (schema {version}; this version supports {SCHEMA_VERSION}). Upgrade Hub Almanac first. {KEPT_NOTE}"
        )
    return version


def _require_replaceable(warehouse: Path, *, force: bool) -> None:
    if warehouse.is_symlink():
        raise UsageError(
            f"{warehouse} is a symbolic link. Restore to its target, or remove the link first. {KEPT_NOTE}"
        )
    if not warehouse.exists():
        return
    try:
        with duckdb.connect(str(warehouse), read_only=True) as con:
            days = con.execute("SELECT count(DISTINCT date) FROM store.snapshot").fetchall()[0][0]
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            require_locks(warehouse, str(error))
            raise WarehouseError(
                f"Another process has the warehouse {warehouse} open. Stop it first. {KEPT_NOTE}"
            ) from error
        return  # unusable, but kept
    if days and not force:
        raise UsageError(
            f"The warehouse {warehouse} has {days} day{'s' * (days != 1)}. Replace it with --force, which keeps it beside the new one. {KEPT_NOTE}"
        )


def _upgrade_and_check(fresh: Path, source: Path) -> tuple[int, dt.date | None, dt.date | None]:
    """Migrate and check the copy; return its number of days, first and last day."""
    with open_warehouse(fresh) as con:
        con.execute("DELETE FROM store.about WHERE key = 'views'")  # to replace the file's views and macros
    with open_warehouse(fresh) as con:
        if con.execute(statement("checks/last_day_sound")).fetchall():
            raise WarehouseError(f"The last day in {source} is incomplete, so Almanac did not restore it. {KEPT_NOTE}")
        return con.execute("SELECT count(DISTINCT date), min(date), max(date) FROM store.snapshot").fetchall()[0]


def _require_no_loss(published: Path, source: Path, fresh: Path) -> None:
    published_state = read_published_history(published)
    if published_state is None:
        return
    almanac, days = published_state
    with duckdb.connect(str(fresh), read_only=True) as con:
        own_almanac = read_almanac_id(con)
        lost_days = days - read_snapshot_days(con)
    if lost_days or (almanac and almanac != own_almanac):
        conflict = (
            f"lacks {len(lost_days)} day{'s' * (len(lost_days) != 1)} of"
            if lost_days
            else "belongs to another almanac than"
        )
        raise UsageError(f"{source} {conflict} {published}. Use --force to restore and publish it anyway. {KEPT_NOTE}")


def _move_into_place(fresh: Path, warehouse: Path) -> Path | None:
    """Move the copy into place; return where the previous file is kept."""
    kept_path = None
    if warehouse.exists():
        kept_path = warehouse.with_name(f"replaced-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}.duckdb")
        if _wal_path(warehouse).exists():  # it would damage the new file
            _wal_path(warehouse).replace(_wal_path(kept_path))
        warehouse.replace(kept_path)
    _wal_path(warehouse).unlink(missing_ok=True)
    replace_file(fresh, warehouse)
    return kept_path


def _wal_path(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")


def _is_same_file(first: Path, second: Path) -> bool:
    return first.exists() and second.exists() and first.samefile(second)
