"""Rebuild what is computed of days that an import has changed."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

import duckdb

from pipeline.config import Settings
from pipeline.imports.import_source import settle
from pipeline.imports.shelf import list_changes
from pipeline.marts.day import LOOKBACK_DAYS, delete_marts, rebuild_marts
from pipeline.publishing.publish import read_snapshot_days
from pipeline.warehouse.compaction import compact_past_months

BOARD_DAYS = 40  # last days whose boards an import rebuilds by itself


def rebuild_imported_days(
    con: duckdb.DuckDBPyConnection, changed_days: Collection[dt.date], places: int = Settings.board_places
) -> list[dt.date]:
    """Rank those of the last BOARD_DAYS whose boards depend on the changed days; return them.

    Also deletes what was computed of the other changed days, and compacts past months.
    """
    board_days = list_board_days(con, changed_days)
    for day in changed_days:
        delete_marts(con, day)
    rebuild_marts(con, board_days, places)
    con.execute("DELETE FROM families WHERE oid NOT IN (SELECT t.oid FROM trends t)")
    compact_past_months(con)
    return board_days


def list_board_days(con: duckdb.DuckDBPyConnection, changed_days: Collection[dt.date]) -> list[dt.date]:
    """List recorded days among the last BOARD_DAYS whose boards depend on the changed days."""
    days = sorted(read_snapshot_days(con))
    recent_days = [day for day in days if day > days[-1] - dt.timedelta(BOARD_DAYS)]
    return [
        day
        for day in recent_days
        if any(day - dt.timedelta(LOOKBACK_DAYS) <= changed_day <= day for changed_day in changed_days)
    ]


def restore_imported_days(con: duckdb.DuckDBPyConnection, shelf: Path, places: int = Settings.board_places) -> None:
    """Load imported days that count again since own ones are gone. Raises ImportFault if their files are missing."""
    if list_changes(con, shelf):
        rebuild_imported_days(con, settle(con, shelf).changed_days, places)
