"""Read the days of a published file."""

import datetime as dt

import duckdb

from pipeline.config import latest_day, trusts_hub_clock


def read_day_span(con: duckdb.DuckDBPyConnection, table: str) -> tuple[dt.date | None, dt.date | None]:
    """Return first and last day of a relation, ignoring future days: a wrong clock wrote them."""
    first, last, any_last = con.execute(
        f"SELECT min(date), max(date) FILTER (date <= $latest), max(date) FROM {table}", {"latest": latest_day()}
    ).fetchall()[0]
    return first, any_last if trusts_hub_clock() else last or any_last
