"""The published copy: a closed, read-only file that replaces its predecessor atomically, and never with less history."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

import duckdb

from pipeline.errors import DaysMissing, WarehouseError
from pipeline.files import follow, reason, require_locks, set_mode
from pipeline.kinds import KINDS
from pipeline.publishing.database_copy import copy_database
from pipeline.sql import statement
from pipeline.warehouse.connection import almanac_of

KEPT = "The published file stays."
History = tuple[str | None, set[dt.date]]  # the almanac that a file belongs to, and its days


def publish(
    con: duckdb.DuckDBPyConnection, working: Path, published: Path, *, lose: Collection[dt.date] | None = ()
) -> int:
    """Copy the working database, which `con` holds open, to `published`. Its size, bytes.

    Readers of the old file keep it; new ones see the new file whole. `lose`: days that the published file has and the copy need
    not have; None for any. Raises WarehouseError, and leaves the published file as it was, when other days would be lost
    (DaysMissing), the last day is not sound, or the copy cannot be made or does not open or differs.
    """
    if lose is not None:
        if history := published_history(published):
            _require_days(con, working, published, history, lose)
        else:
            _keep_aside(published)
    unsound = con.execute(statement("checks/last_day_sound")).fetchall()
    if unsound:
        said = "; ".join(f"{KINDS[kind].plural}: {what} ({seen})" for kind, what, seen in unsound)
        raise WarehouseError(f"The last day in the warehouse is not whole: {said}. {KEPT} `almanac verify` tells more.")

    def make_public(fresh: Path) -> None:
        set_mode(fresh, 0o444)
        # Someone who opened the old file for writing may have left this; it would break every open of the new one.
        for path in {published, follow(published)}:
            path.with_name(path.name + ".wal").unlink(missing_ok=True)

    return copy_database(con, working, published, KEPT, make_public)


def require_history(
    con: duckdb.DuckDBPyConnection, working: Path, published: Path, *, lose: Collection[dt.date] = ()
) -> None:
    """Raise DaysMissing when the published file is another almanac's, or has days (but for `lose`) that the warehouse lacks.

    Raises WarehouseError when the published file cannot be read just now. Changes nothing.
    """
    if history := published_history(published):
        _require_days(con, working, published, history, lose)


def _require_days(
    con: duckdb.DuckDBPyConnection, working: Path, published: Path, history: History, lose: Collection[dt.date]
) -> None:
    almanac, days = history
    ours = days_of_file(con)
    force = " --force" if ours else ""
    advice = (
        f"Nothing was changed. `almanac restore{force}` makes the warehouse from {published}, and keeps this one; to start over, move "
        f"that file away."
    )
    if almanac and almanac != almanac_of(con):
        raise DaysMissing(f"{published} belongs to another almanac than the warehouse {working}. {advice}")
    lost = sorted(days - ours - set(lose))
    if lost:
        if (forgotten := unfinished_forget(con)) in lost:
            raise DaysMissing(
                f"`almanac forget --date {forgotten}` was interrupted: run it again. Nothing was changed by this run."
            )
        span = f"{lost[0]}" if len(lost) == 1 else f"{lost[0]} to {lost[-1]}"
        raise DaysMissing(
            f"The warehouse {working} lacks {len(lost)} of the {len(days)} days that are published ({span}). {advice}"
        )


def published_history(published: Path) -> History | None:
    """The almanac that a published file belongs to, and its days; None where there is no file, or one that is no database.

    Raises WarehouseError for a database that cannot be read: locked for writing, no permission, damaged, a newer version's.
    """
    try:
        follow(published)
        if not published.exists():
            return None
    except OSError as error:
        raise WarehouseError(
            f"{published} cannot be written: {reason(error, published)}. Nothing was changed."
        ) from error
    try:
        with duckdb.connect(str(published), read_only=True) as copy:
            return almanac_of(copy), days_of_file(copy)
    except duckdb.Error as error:
        require_locks(published, str(error))
        first = str(error).strip().splitlines()[0].rstrip(".!")[:300]
        if "not a valid DuckDB database file" in first:
            return None
        raise WarehouseError(
            f"{published} cannot be read, so nothing can take its place: {first}. Nothing was changed. Close what holds it open; if it "
            f"is damaged, move it away."
        ) from error


def unfinished_forget(con: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The day that an interrupted `almanac forget` has deleted, but not yet published without."""
    found = con.execute("SELECT value FROM store.about WHERE key = 'forgetting'").fetchall()
    return dt.date.fromisoformat(found[0][0]) if found else None


def _keep_aside(published: Path) -> None:
    """Move what stands at the published file's place, which is no database, out of the way: nothing is overwritten."""
    if published.exists():
        real = follow(published)
        real.replace(real.with_name(f"{real.name}.unreadable-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"))


def days_of_file(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """The days that an open database has a snapshot of."""
    return {day for (day,) in con.execute("SELECT DISTINCT date FROM store.snapshot").fetchall()}
