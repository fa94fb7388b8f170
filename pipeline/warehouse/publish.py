"""The published copy: a closed, read-only file that replaces its predecessor atomically, and never with less history."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

import duckdb

from pipeline.errors import DaysMissing, WarehouseError
from pipeline.sql import statement
from pipeline.warehouse.connection import almanac_of
from pipeline.warehouse.copying import copy_database

KEPT = "The published file stays."


def publish(
    con: duckdb.DuckDBPyConnection, working: Path, published: Path, *, lose: Collection[dt.date] | None = ()
) -> int:
    """Copy the working database, which `con` holds open, to `published`. Its size, bytes.

    Readers of the old file keep it; new ones see the new file whole. `lose`: days that the published file has and the copy need
    not have; None for any. Raises WarehouseError, and leaves the published file as it was, when other days would be lost
    (DaysMissing), the last day is not sound, or the copy cannot be made or does not open or differs.
    """
    if lose is not None:
        require_history(con, working, published, lose=lose)
    unsound = con.execute(statement("checks/last_day_sound")).fetchall()
    if unsound:
        said = "; ".join(f"{kind}s: {what} ({seen})" for kind, what, seen in unsound)
        raise WarehouseError(f"The last day in the warehouse is not whole: {said}. {KEPT} `almanac verify` tells more.")

    def make_public(fresh: Path) -> None:
        fresh.chmod(0o444)
        # Someone who opened the old file for writing may have left this; it would break every open of the new one.
        published.with_name(published.name + ".wal").unlink(missing_ok=True)

    return copy_database(con, working, published, KEPT, make_public)


def require_history(
    con: duckdb.DuckDBPyConnection, working: Path, published: Path, *, lose: Collection[dt.date] = ()
) -> None:
    """Raise DaysMissing when the published file is another almanac's, or has days (but for `lose`) that the warehouse lacks.

    A published file that nobody can read is moved aside, to `hub.duckdb.unreadable`, so that nothing is overwritten.
    """
    theirs = published_history(published)
    if theirs is None:
        return
    almanac, days = theirs
    advice = f"Nothing was changed. `almanac restore` makes the warehouse from {published}; to start over, move that file away."
    if almanac and almanac != almanac_of(con):
        raise DaysMissing(f"{published} belongs to another almanac than the warehouse {working}. {advice}")
    lost = sorted(days - _days(con) - set(lose))
    if lost:
        span = f"{lost[0]}" if len(lost) == 1 else f"{lost[0]} to {lost[-1]}"
        raise DaysMissing(
            f"The warehouse {working} lacks {len(lost)} of the {len(days)} days that are published ({span}). {advice}"
        )


def published_history(published: Path) -> tuple[str | None, set[dt.date]] | None:
    """The almanac that a published file belongs to, and its days; None where there is no readable file."""
    if not published.exists():
        return None
    try:
        with duckdb.connect(str(published), read_only=True) as copy:
            return almanac_of(copy), _days(copy)
    except duckdb.Error:
        published.replace(published.with_name(f"{published.name}.unreadable"))
        return None


def _days(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    return {day for (day,) in con.execute("SELECT DISTINCT date FROM store.snapshot").fetchall()}
