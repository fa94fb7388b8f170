"""Import a source or take one out: load, rebuild what is computed of the changed days, and publish."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.catalogue import load_catalogue
from pipeline.config import Home, Settings
from pipeline.crawl.spool_lock import spool_lock
from pipeline.imports.import_source import ImportOutcome, load_source, require_no_sample_data, settle, shelve_pieces
from pipeline.imports.pieces import ImportPlan, PieceReader
from pipeline.imports.progress import ImportStep, ReportStep, ignore_step
from pipeline.imports.shelf import forget_changes, list_changed_days, list_changes, remove_source
from pipeline.marts.day import LOOKBACK_DAYS, delete_marts, rebuild_marts
from pipeline.publishing.publish import publish, read_snapshot_days, require_history
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.connection import open_warehouse

BOARD_DAYS = 40  # last days whose boards an import rebuilds by itself


@dataclass(frozen=True)
class PublishedImport:
    """An import that is published. `board_days`: the days that were ranked again."""

    outcome: ImportOutcome
    board_days: list[dt.date]


def import_plan(
    home: Home,
    plan: ImportPlan,
    reader: PieceReader,
    places: int = Settings.board_places,
    report: ReportStep = ignore_step,
    *,
    patience: float = 10,
) -> PublishedImport:
    """Shelve the plan's pieces, load the days that count, rank the last days and publish.

    No crawl, run or other import writes meanwhile. `patience`: seconds to wait for one. After an interruption, the same
    call goes on.
    """
    with spool_lock(home.spool, patience):
        if home.warehouse.exists():  # reading a source may take an hour
            with open_warehouse(home.warehouse, accept_stale_history=True) as con:
                require_no_sample_data(con)
                _require_published_days(con, home)
        pieces = list(shelve_pieces(plan, reader, home.imports, report))
        with open_warehouse(home.warehouse, accept_stale_history=True) as con:
            _require_published_days(con, home)
            store_catalogue(con, load_catalogue(home.catalogue))
            now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
            outcome = load_source(con, plan, pieces, home.imports, now, report)
            return PublishedImport(outcome, _publish_changes(con, home, outcome, places, report))


def remove_import(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    name: str,
    places: int = Settings.board_places,
    report: ReportStep = ignore_step,
) -> set[dt.date]:
    """Take a source out, restore what was there before it, rank the last days and publish; return the source's days."""
    _require_published_days(con, home)
    removed_days = remove_source(con, name)
    _publish_changes(con, home, settle(con, home.imports, report=report), places, report)
    return removed_days


def _require_published_days(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    require_history(con, home.warehouse, home.published, losable_days=list_changed_days(con))


def _publish_changes(
    con: duckdb.DuckDBPyConnection, home: Home, outcome: ImportOutcome, places: int, report: ReportStep
) -> list[dt.date]:
    board_days = rebuild_imported_days(con, outcome.changed_days, places, report)
    report(ImportStep("publish"))
    publish(con, home.warehouse, home.published, losable_days=outcome.changed_days)
    forget_changes(con)
    return board_days


def rebuild_imported_days(
    con: duckdb.DuckDBPyConnection,
    changed_days: Collection[dt.date],
    places: int = Settings.board_places,
    report: ReportStep = ignore_step,
) -> list[dt.date]:
    """Rank those of the last BOARD_DAYS whose boards depend on the changed days; return them.

    Also deletes what was computed of the other changed days, and compacts past months.
    """
    board_days = list_board_days(con, changed_days)
    for day in changed_days:
        delete_marts(con, day)
    rebuild_marts(con, board_days, places, report)
    con.execute("DELETE FROM families WHERE oid NOT IN (SELECT t.oid FROM trends t)")
    report(ImportStep("compact"))
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
