"""Read the days of a published file."""

import datetime as dt

import duckdb

from pipeline.config import latest_day, trusts_hub_clock
from pipeline.errors import AlmanacError
from pipeline.notes import Note


def read_day_span(con: duckdb.DuckDBPyConnection, table: str) -> tuple[dt.date | None, dt.date | None]:
    """Return first and last day of a relation, ignoring future days: a wrong clock wrote them."""
    first, last, any_last = con.execute(
        f"SELECT min(date), max(date) FILTER (date <= $latest), max(date) FROM {table}", {"latest": latest_day()}
    ).fetchall()[0]
    return first, any_last if trusts_hub_clock() else last or any_last


def require_board_day(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Raise AlmanacError, with the nearest recorded days, for a day without boards."""
    before, after, is_recorded = con.execute(
        "SELECT max(date) FILTER (date <= $day), min(date) FILTER (date >= $day), coalesce(bool_or(date = $day), false) FROM trends",
        {"day": day},
    ).fetchall()[0]
    if not is_recorded:
        nearest = ", ".join(str(date) for date in (before, after) if date)
        raise AlmanacError(Note("no_boards_on", {"date": str(day), "nearest": nearest}))
