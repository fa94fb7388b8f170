"""The warehouse made from the published file or from a backup: a whole copy, checked before it takes its place."""

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
    """What was restored. `replaced`: where the warehouse that was there before is kept; None if there was none."""

    days: int
    first: dt.date | None
    last: dt.date | None
    replaced_path: Path | None


def restore_warehouse(home: Home, source: Path, *, force: bool = False) -> RestoreResult:
    """Make the warehouse from `source`, and publish it unless `source` is the published file.

    A warehouse that is there is kept beside the new one. Without `force` it is replaced only if it has no days or cannot be
    opened, and no published day may be lost. Raises UsageError for what needs `force`, WarehouseError when the source is no
    database of this version, or when a run holds the home; then nothing was changed.
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
                f"{home.warehouse} cannot be written: {describe_os_error(error, home.warehouse)}. {KEPT_NOTE}"
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
    """The schema version of the source."""
    if not source.is_file():
        fault = describe_broken_link(source)
        raise UsageError(f"There is no file {source}{f': {fault}' if fault else ''}. {KEPT_NOTE}")
    if _is_same_file(source, home.warehouse):
        raise UsageError(f"{source} is the warehouse itself; name the published file or a backup. {KEPT_NOTE}")
    try:
        with duckdb.connect(str(source), read_only=True) as con:
            rows = con.execute("SELECT value FROM store.about WHERE key = 'schema_version'").fetchall()
            version = int(rows[0][0])
    except (duckdb.Error, IndexError, TypeError, ValueError) as error:
        require_locks(source, str(error))
        first = str(error).strip().splitlines()[0][:200]
        raise WarehouseError(f"{source} is not a database of Hub Almanac ({first}). {KEPT_NOTE}") from error
    if version > SCHEMA_VERSION:
        raise WarehouseError(
            f"{source} was made by a newer Hub Almanac (schema {version}, this one knows {SCHEMA_VERSION}). Upgrade first. {KEPT_NOTE}"
        )
    return version


def _require_replaceable(warehouse: Path, *, force: bool) -> None:
    if warehouse.is_symlink():
        raise UsageError(f"{warehouse} is a link; restore to where it leads, or remove the link first. {KEPT_NOTE}")
    if not warehouse.exists():
        return
    try:
        with duckdb.connect(str(warehouse), read_only=True) as con:
            days = con.execute("SELECT count(DISTINCT date) FROM store.snapshot").fetchall()[0][0]
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            require_locks(warehouse, str(error))
            raise WarehouseError(
                f"The warehouse {warehouse} is open in another process; stop it first. {KEPT_NOTE}"
            ) from error
        return  # nobody can use it; it is kept all the same
    if days and not force:
        raise UsageError(
            f"The warehouse {warehouse} has {days} days; --force replaces it (and keeps it beside the new one). {KEPT_NOTE}"
        )


def _upgrade_and_check(fresh: Path, source: Path) -> tuple[int, dt.date | None, dt.date | None]:
    """Bring the copy's schema up to date and look whether its last day is whole. How many days it has, the first, the last."""
    with open_warehouse(fresh) as con:
        con.execute(
            "DELETE FROM store.about WHERE key = 'views'"
        )  # a foreign file's views and macros are replaced by ours
    with open_warehouse(fresh) as con:
        if con.execute(statement("checks/last_day_sound")).fetchall():
            raise WarehouseError(f"The last day in {source} is not whole, so it was not restored. {KEPT_NOTE}")
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
        conflict = f"lacks {len(lost_days)} days of" if lost_days else "is another almanac's than"
        raise UsageError(
            f"{source} {conflict} {published}; --force restores and publishes it all the same. {KEPT_NOTE}"
        )


def _move_into_place(fresh: Path, warehouse: Path) -> Path | None:
    """Move the copy into its place; where the file that was there is kept now."""
    kept_path = None
    if warehouse.exists():
        kept_path = warehouse.with_name(f"replaced-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}.duckdb")
        if _wal_path(warehouse).exists():  # the log belongs to the old file: beside the new one it would spoil it
            _wal_path(warehouse).replace(_wal_path(kept_path))
        warehouse.replace(kept_path)
    _wal_path(warehouse).unlink(missing_ok=True)
    replace_file(fresh, warehouse)
    return kept_path


def _wal_path(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")


def _is_same_file(first: Path, second: Path) -> bool:
    return first.exists() and second.exists() and first.samefile(second)
