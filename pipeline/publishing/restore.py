"""Restore the warehouse from the published file, a backup or an export."""

import datetime as dt
import os
import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipeline.catalogue import load_catalogue
from pipeline.config import Home
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import AlmanacError, UsageError, WarehouseError
from pipeline.files import describe_broken_link, describe_os_error, replace_file, require_locks, set_mode
from pipeline.folder_lock import remove_new_folders
from pipeline.imports.exported_almanac import ReportBytes, build_database, fetch_catalogue
from pipeline.imports.manifest import Manifest
from pipeline.imports.sources import Source
from pipeline.notes import Note, Parameters
from pipeline.publishing.database_copy import copy_file
from pipeline.publishing.publish import History, publish, read_published_history, read_snapshot_days
from pipeline.secrets import make_private
from pipeline.sql import SCHEMA_VERSION, statement
from pipeline.warehouse.connection import open_warehouse, read_almanac_id

KEPT_NOTE = Note("unchanged")
WORK_PREFIX = ".restore-"


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
    not open, and loses no published day. Goes on after an interruption: a warehouse that has the source's days, but is not published, is
    published. Raises UsageError if `force` is needed, WarehouseError if the source is not a
    database of this version or a run uses the home; nothing is changed then.
    """
    version = _require_source(source, home)
    with spool_lock(home.spool, timeout=5):
        for leftover in home.warehouse.parent.glob(f".{escape(home.warehouse.name)}.*.restore*"):  # of a killed restore
            leftover.unlink(missing_ok=True)
        if not force and is_unpublished_copy(home, read_published_history(source)):
            with open_warehouse(home.warehouse) as con:
                publish(con, home.warehouse, home.published, losable_days=None)
                days = read_snapshot_days(con)
            return RestoreResult(len(days), min(days, default=None), max(days, default=None), None)
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
            cause = describe_os_error(error, home.warehouse)
            raise WarehouseError(
                Note("cannot_write", {"path": str(home.warehouse), "cause": cause}), KEPT_NOTE
            ) from error
        finally:
            for leftover in (fresh, _wal_path(fresh)):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
        if version < SCHEMA_VERSION or not _is_same_file(source, home.published):
            with open_warehouse(home.warehouse) as con:
                publish(con, home.warehouse, home.published, losable_days=None)
    return RestoreResult(*day_range, replaced_path)


def is_empty(home: Home) -> bool:
    """Whether the home has no warehouse with days. Raises WarehouseError if it is damaged or locked."""
    history = read_published_history(home.warehouse)
    return history is None or not history[1]


def needs_restore(home: Home, manifest: Manifest) -> bool:
    """Whether the home is empty, or a restore of this almanac was interrupted before it was published. Raises what `is_empty` raises."""
    if is_empty(home):
        return True
    history = read_published_history(home.warehouse)
    return history is not None and history[0] == manifest.almanac and is_unpublished_copy(home, history)


def has_all_days(home: Home, manifest: Manifest) -> bool:
    """Whether the home is this almanac, with all of its days. Raises what `is_empty` raises."""
    almanac, days = read_published_history(home.warehouse) or (None, set[dt.date]())
    if almanac != manifest.almanac or manifest.last_day is None:
        return False
    return len(days) >= manifest.days and max(days, default=dt.date.min) >= manifest.last_day


def is_unpublished_copy(home: Home, history: History | None) -> bool:
    """Whether the warehouse has exactly this almanac and its days, and the published file has not."""
    if not home.warehouse.exists() or not history or not history[1]:
        return False
    try:
        return read_published_history(home.warehouse) == history != read_published_history(home.published)
    except WarehouseError:
        return False


def restore_export(
    home: Home, source: Source, manifest: Manifest, report: ReportBytes = lambda _bytes: None
) -> RestoreResult:
    """Build the warehouse of an empty home from an export, publish it, and restore its catalogue unless the home has one.

    Raises ImportFault if the export is not whole, CatalogueError, and what `restore_warehouse` raises; nothing is changed then.
    """
    with ExitStack() as stack:
        stack.enter_context(remove_new_folders(home.spool, home.warehouse.parent, home.root))
        with spool_lock(home.spool, timeout=5):  # creates the home
            make_private(home.warehouse.parent)
            for leftover in home.warehouse.parent.glob(f"{WORK_PREFIX}*"):  # of a killed restore
                shutil.rmtree(leftover, ignore_errors=True)
        folder = stack.enter_context(TemporaryDirectory(prefix=WORK_PREFIX, dir=home.warehouse.parent))
        database, catalogue = Path(folder) / "hub.duckdb", Path(folder) / "catalogue.toml"
        has_catalogue = fetch_catalogue(source, manifest, catalogue)
        if has_catalogue:
            load_catalogue(catalogue)
        build_database(source, manifest, database, report)
        is_installed = has_catalogue and not home.catalogue.exists()
        if is_installed:  # first: after a kill, the warehouse would not be restored again
            replace_file(catalogue, home.catalogue)
        try:
            return restore_warehouse(home, database)
        except AlmanacError:
            if is_installed:
                home.catalogue.unlink()
            raise


def _require_source(source: Path, home: Home) -> int:
    """Return the schema version of the source. Raises UsageError, WarehouseError."""
    if not source.is_file():
        cause = describe_broken_link(source) or Note("enoent")
        raise UsageError(Note("cannot_read", {"path": str(source), "cause": cause}), KEPT_NOTE)
    if _is_same_file(source, home.warehouse):
        raise UsageError(Note("restore_from_warehouse", {"path": str(source)}), KEPT_NOTE)
    try:
        with duckdb.connect(str(source), read_only=True) as con:
            rows = con.execute("SELECT value FROM store.about WHERE key = 'schema_version'").fetchall()
            version = int(rows[0][0])
    except (duckdb.Error, IndexError, TypeError, ValueError) as error:
        require_locks(source, str(error))
        first = str(error).strip().splitlines()[0][:200]
        raise WarehouseError(Note("not_a_database", {"path": str(source), "reason": first}), KEPT_NOTE) from error
    if version > SCHEMA_VERSION:
        raise WarehouseError(
            Note("newer_warehouse", {"path": str(source), "version": str(version), "supported": str(SCHEMA_VERSION)})
        )
    return version


def _require_replaceable(warehouse: Path, *, force: bool) -> None:
    if warehouse.is_symlink():
        raise UsageError(Note("restore_to_link", {"path": str(warehouse)}), KEPT_NOTE)
    if not warehouse.exists():
        return
    try:
        with duckdb.connect(str(warehouse), read_only=True) as con:
            days = con.execute("SELECT count(DISTINCT date) FROM store.snapshot").fetchall()[0][0]
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            require_locks(warehouse, str(error))
            raise WarehouseError(Note("warehouse_open", {"path": str(warehouse)}), KEPT_NOTE) from error
        return  # unusable, but kept
    if days and not force:
        raise UsageError(Note("restore_over_days", {"path": str(warehouse), "days": days}), KEPT_NOTE)


def _upgrade_and_check(fresh: Path, source: Path) -> tuple[int, dt.date | None, dt.date | None]:
    """Migrate and check the copy; return its number of days, first and last day."""
    with open_warehouse(fresh) as con:
        con.execute("DELETE FROM store.about WHERE key = 'views'")  # to replace the file's views and macros
    with open_warehouse(fresh) as con:
        if con.execute(statement("checks/last_day_sound")).fetchall():
            raise WarehouseError(Note("restore_incomplete_day", {"path": str(source)}), KEPT_NOTE)
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
        paths: Parameters = {"path": str(source), "published": str(published)}
        conflict = (
            Note("restore_loses_days", {**paths, "days": len(lost_days)})
            if lost_days
            else Note("restore_other_almanac", paths)
        )
        raise UsageError(conflict, Note("restore_anyway"), KEPT_NOTE)


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
