"""Publish the warehouse as a read-only file, atomically and never with less history."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

import duckdb

from pipeline.errors import MissingDays, WarehouseError
from pipeline.files import describe_os_error, require_locks, resolve_link, set_mode
from pipeline.kinds import KINDS
from pipeline.notes import Note, Parameters
from pipeline.publishing.database_copy import copy_database
from pipeline.sql import statement
from pipeline.warehouse.connection import read_almanac_id

KEPT_NOTE = Note("published_kept")
History = tuple[str | None, set[dt.date]]  # a file's almanac ID and days


def publish(
    con: duckdb.DuckDBPyConnection, working: Path, published: Path, *, losable_days: Collection[dt.date] | None = ()
) -> int:
    """Copy the open warehouse to `published`; return its size in bytes.

    `losable_days`: published days that the warehouse may lack; None for any. Raises
    WarehouseError, and keeps the published file, if other days would be lost (MissingDays), the last day is damaged, or
    the copy fails.
    """
    if losable_days is not None:
        if history := read_published_history(published):
            _require_days(con, working, published, history, losable_days)
        else:
            _move_unreadable_aside(published)
    unsound = con.execute(statement("checks/last_day_sound")).fetchall()
    for kind, problem, rows, expected_rows in unsound:  # the first is enough
        cause = Note(problem, {"kinds": KINDS[kind].plural, "rows": rows, "expected_rows": expected_rows})
        raise WarehouseError(Note("last_day_incomplete", {"cause": cause}), KEPT_NOTE, Note("verify_for_details"))

    def make_public(fresh: Path) -> None:
        set_mode(fresh, 0o444)
        # a WAL left by someone who wrote to the old file would break the new one
        for path in {published, resolve_link(published)}:
            path.with_name(path.name + ".wal").unlink(missing_ok=True)

    return copy_database(con, working, published, KEPT_NOTE, make_public)


def require_history(
    con: duckdb.DuckDBPyConnection, working: Path, published: Path, *, losable_days: Collection[dt.date] = ()
) -> None:
    """Raise MissingDays if the published file is another almanac's or has days, except `losable_days`, that the warehouse lacks.

    Raises WarehouseError if the file is unreadable.
    """
    if history := read_published_history(published):
        _require_days(con, working, published, history, losable_days)


def _require_days(
    con: duckdb.DuckDBPyConnection,
    working: Path,
    published: Path,
    file_history: History,
    losable_days: Collection[dt.date],
) -> None:
    almanac, days = file_history
    warehouse_days = read_snapshot_days(con)
    command = "almanac restore --force" if warehouse_days else "almanac restore"
    advice = Note("unchanged"), Note("restore_or_start_over", {"command": command, "path": str(published)})
    if almanac and almanac != read_almanac_id(con):
        raise MissingDays(Note("other_almanac", {"path": str(published), "warehouse": str(working)}), *advice)
    lost_days = sorted(days - warehouse_days - set(losable_days))
    if lost_days:
        if (interrupted_day := find_unfinished_forget(con)) in lost_days:
            raise MissingDays(Note("forget_interrupted", {"date": str(interrupted_day)}), Note("unchanged"))
        span = f"{lost_days[0]}" if len(lost_days) == 1 else f"{lost_days[0]} to {lost_days[-1]}"
        loss: Parameters = {"path": str(working), "lost": len(lost_days), "days": len(days), "span": span}
        raise MissingDays(Note("lost_days", loss), *advice)


def read_published_history(published: Path) -> History | None:
    """Read a file's almanac ID and days; None if it is missing or not a database.

    Raises WarehouseError if it is locked, forbidden, damaged or of a newer version.
    """
    try:
        resolve_link(published)
        if not published.exists():
            return None
    except OSError as error:
        cause = describe_os_error(error, published)
        raise WarehouseError(
            Note("cannot_write", {"path": str(published), "cause": cause}), Note("unchanged")
        ) from error
    try:
        with duckdb.connect(str(published), read_only=True) as copy:
            return read_almanac_id(copy), read_snapshot_days(copy)
    except duckdb.Error as error:
        require_locks(published, str(error))
        first = str(error).strip().splitlines()[0].rstrip(".!")[:300]
        if "not a valid DuckDB database file" in first:
            return None
        raise WarehouseError(Note("published_unreadable", {"path": str(published), "reason": first})) from error


def find_unfinished_forget(con: duckdb.DuckDBPyConnection) -> dt.date | None:
    """Return the day of an interrupted `almanac forget`."""
    rows = con.execute("SELECT value FROM store.about WHERE key = 'forgetting'").fetchall()
    return dt.date.fromisoformat(rows[0][0]) if rows else None


def _move_unreadable_aside(published: Path) -> None:
    """Rename a published file that is not a database, to keep it."""
    if published.exists():
        target = resolve_link(published)
        target.replace(target.with_name(f"{target.name}.unreadable-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"))


def read_snapshot_days(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """Read the days with a snapshot."""
    return {day for (day,) in con.execute("SELECT DISTINCT date FROM store.snapshot").fetchall()}
