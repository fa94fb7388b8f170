"""The published copy: a closed, read-only file that replaces its predecessor atomically, and never with less history."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

import duckdb

from pipeline.errors import MissingDays, WarehouseError
from pipeline.files import describe_os_error, require_locks, resolve_link, set_mode
from pipeline.kinds import KINDS
from pipeline.publishing.database_copy import copy_database
from pipeline.sql import statement
from pipeline.warehouse.connection import read_almanac_id

KEPT_NOTE = "The published file stays."
History = tuple[str | None, set[dt.date]]  # the almanac that a file belongs to, and its days


def publish(
    con: duckdb.DuckDBPyConnection, working: Path, published: Path, *, losable_days: Collection[dt.date] | None = ()
) -> int:
    """Copy the working database, which `con` holds open, to `published`. Its size, bytes.

    Readers of the old file keep it; new ones see the new file whole. `losable_days`: days that the published file has and the copy need
    not have; None for any. Raises WarehouseError, and leaves the published file as it was, when other days would be lost
    (MissingDays), the last day is not sound, or the copy cannot be made or does not open or differs.
    """
    if losable_days is not None:
        if history := read_published_history(published):
            _require_days(con, working, published, history, losable_days)
        else:
            _move_unreadable_aside(published)
    unsound = con.execute(statement("checks/last_day_sound")).fetchall()
    if unsound:
        problems = "; ".join(f"{KINDS[kind].plural}: {subject} ({actual})" for kind, subject, actual in unsound)
        raise WarehouseError(
            f"The last day in the warehouse is not whole: {problems}. {KEPT_NOTE} `almanac verify` tells more."
        )

    def make_public(fresh: Path) -> None:
        set_mode(fresh, 0o444)
        # Someone who opened the old file for writing may have left this; it would break every open of the new one.
        for path in {published, resolve_link(published)}:
            path.with_name(path.name + ".wal").unlink(missing_ok=True)

    return copy_database(con, working, published, KEPT_NOTE, make_public)


def require_history(
    con: duckdb.DuckDBPyConnection, working: Path, published: Path, *, losable_days: Collection[dt.date] = ()
) -> None:
    """Raise MissingDays when the published file is another almanac's, or has days (but for `losable_days`) that the warehouse lacks.

    Raises WarehouseError when the published file cannot be read just now. Changes nothing.
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
    force = " --force" if warehouse_days else ""
    advice = (
        f"Nothing was changed. `almanac restore{force}` makes the warehouse from {published}, and keeps this one; to start over, move "
        f"that file away."
    )
    if almanac and almanac != read_almanac_id(con):
        raise MissingDays(f"{published} belongs to another almanac than the warehouse {working}. {advice}")
    lost_days = sorted(days - warehouse_days - set(losable_days))
    if lost_days:
        if (interrupted_day := find_unfinished_forget(con)) in lost_days:
            raise MissingDays(
                f"`almanac forget --date {interrupted_day}` was interrupted: run it again. Nothing was changed by this run."
            )
        span = f"{lost_days[0]}" if len(lost_days) == 1 else f"{lost_days[0]} to {lost_days[-1]}"
        raise MissingDays(
            f"The warehouse {working} lacks {len(lost_days)} of the {len(days)} days that are published ({span}). {advice}"
        )


def read_published_history(published: Path) -> History | None:
    """The almanac that a published file belongs to, and its days; None where there is no file, or one that is no database.

    Raises WarehouseError for a database that cannot be read: locked for writing, no permission, damaged, a newer version's.
    """
    try:
        resolve_link(published)
        if not published.exists():
            return None
    except OSError as error:
        raise WarehouseError(
            f"{published} cannot be written: {describe_os_error(error, published)}. Nothing was changed."
        ) from error
    try:
        with duckdb.connect(str(published), read_only=True) as copy:
            return read_almanac_id(copy), read_snapshot_days(copy)
    except duckdb.Error as error:
        require_locks(published, str(error))
        first = str(error).strip().splitlines()[0].rstrip(".!")[:300]
        if "not a valid DuckDB database file" in first:
            return None
        raise WarehouseError(
            f"{published} cannot be read, so nothing can take its place: {first}. Nothing was changed. Close what holds it open; if it "
            f"is damaged, move it away."
        ) from error


def find_unfinished_forget(con: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The day that an interrupted `almanac forget` has deleted, but not yet published without."""
    rows = con.execute("SELECT value FROM store.about WHERE key = 'forgetting'").fetchall()
    return dt.date.fromisoformat(rows[0][0]) if rows else None


def _move_unreadable_aside(published: Path) -> None:
    """Move what stands at the published file's place, which is no database, out of the way: nothing is overwritten."""
    if published.exists():
        target = resolve_link(published)
        target.replace(target.with_name(f"{target.name}.unreadable-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"))


def read_snapshot_days(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """The days that an open database has a snapshot of."""
    return {day for (day,) in con.execute("SELECT DISTINCT date FROM store.snapshot").fetchall()}
