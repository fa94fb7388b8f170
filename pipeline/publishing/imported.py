"""Rebuild what is computed of days that an import has changed."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipeline.config import Settings
from pipeline.imports.import_source import ImportOutcome, settle
from pipeline.imports.shelf import list_changes
from pipeline.marts.day import delete_marts, rebuild_marts
from pipeline.warehouse.compaction import compact_past_months


def rebuild_imported_days(
    con: duckdb.DuckDBPyConnection,
    outcome: ImportOutcome,
    places: int = Settings.board_places,
    report: Callable[[dt.date, int, int], None] = lambda _day, _number, _total: None,
) -> None:
    """Rank the outcome's `board_days`, delete what was computed of its other changed days, and compact past months."""
    for day in outcome.changed_days:
        delete_marts(con, day)
    rebuild_marts(con, outcome.board_days, places, report)
    con.execute("DELETE FROM families WHERE oid NOT IN (SELECT t.oid FROM trends t)")
    compact_past_months(con)


def restore_imported_days(con: duckdb.DuckDBPyConnection, shelf: Path, places: int = Settings.board_places) -> None:
    """Load imported days that count again since own ones are gone. Raises ImportFault if their files are missing."""
    if list_changes(con, shelf):
        rebuild_imported_days(con, settle(con, shelf), places)
