"""Import a source or take one out: load, rebuild what is computed of the changed days, and publish."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from pipeline.catalogue import load_catalogue
from pipeline.config import Home, Settings
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import UsageError
from pipeline.folder_lock import remove_new_folders
from pipeline.imports.import_source import (
    ImportOutcome,
    record_source_days,
    require_no_sample_data,
    settle,
    shelve_pieces,
)
from pipeline.imports.pieces import ImportPlan, PieceReader
from pipeline.imports.progress import ImportStep, ReportStep, ignore_step
from pipeline.imports.shelf import (
    UnshelvedDays,
    delete_unused_files,
    forget_changes,
    list_changed_days,
    list_changes,
    list_unshelved_days,
    record_listed_days,
    remove_source,
    require_own_name,
    shelf_lock,
)
from pipeline.marts.day import LOOKBACK_DAYS, delete_marts, rebuild_marts
from pipeline.notes import Note
from pipeline.publishing.publish import publish, read_snapshot_days, require_history
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.connection import open_warehouse, published_holds_sample_data

RUN_PATIENCE = 1800.0  # seconds to wait for a step of a run
BOARD_DAYS = 40  # last days whose boards an import rebuilds by itself


@dataclass(frozen=True)
class PublishedImport:
    """An import that is published. `board_days`: the days that were ranked again."""

    outcome: ImportOutcome
    board_days: list[dt.date]


class RemovedImport(NamedTuple):
    """The days of a source that was taken out. `unshelved_days`: those that count now but whose files are missing."""

    days: set[dt.date]
    unshelved_days: list[UnshelvedDays]


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

    One import reads at a time; `patience`: seconds to wait for another one. Crawls and runs go on meanwhile: the import waits for them,
    and they for it, only to load. After an interruption, the same call goes on. A home that had nothing has nothing after an error.
    """
    if published_holds_sample_data(home.published):  # reading a source may take an hour
        raise UsageError(Note("import_into_sample"))
    new_folders = remove_new_folders(home.imports, home.spool, home.warehouse.parent, home.root)
    with new_folders, shelf_lock(home.imports, patience):
        pieces = list(shelve_pieces(plan, reader, home.imports, report))
        report(ImportStep("wait"))
        with (
            spool_lock(home.spool),
            open_warehouse(home.warehouse, patience=RUN_PATIENCE, accept_stale_history=True) as con,
        ):
            require_no_sample_data(con)
            require_own_name(con, plan.source, plan.pieces)
            _require_published_days(con, home)
            store_catalogue(con, load_catalogue(home.catalogue))
            now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
            record_source_days(con, plan, pieces, home.imports, now)
            reports = tuple(piece.report for piece in pieces)
            outcome = settle(con, home.imports, home.known_days, reports, report)
            published = PublishedImport(outcome, _publish_changes(con, home, outcome, places, report))
            delete_unused_files(con, home.imports)
            return published


def remove_import(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    name: str,
    places: int = Settings.board_places,
    report: ReportStep = ignore_step,
) -> RemovedImport:
    """Take a source out, restore what was there before it, rank the last days and publish. Only under the locks of shelf and spool."""
    _require_published_days(con, home)
    list_changes(con, home.imports, home.known_days)  # an invalid list is refused first
    removed_days = remove_source(con, name)
    outcome = settle(con, home.imports, home.known_days, report=report)
    _publish_changes(con, home, outcome, places, report)
    delete_unused_files(con, home.imports)
    return RemovedImport(removed_days, outcome.unshelved_days)


def rank_days(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    first: dt.date,
    last: dt.date | None,
    places: int = Settings.board_places,
    report: ReportStep = ignore_step,
) -> tuple[list[dt.date], list[UnshelvedDays]]:
    """Rank recorded days again and publish; return them, and those that would count if their files were there.

    `last`: None for the last recorded one. Lists of bad days count as they are now.

    Raises UsageError if there are no such days, MappingError for an invalid list.
    """
    _require_published_days(con, home)
    end = last or dt.date.max
    if not any(first <= day <= end for day in read_snapshot_days(con)):
        code = "no_days_to_rank" if last else "no_days_to_rank_since"
        raise UsageError(Note(code, {"first": str(first), "last": str(last)}))
    unshelved_days = settle_imported_days(con, home, places, report)
    days = [day for day in sorted(read_snapshot_days(con)) if first <= day <= end]
    rebuild_marts(con, days, places, report)
    report(ImportStep("publish"))
    publish_settled_days(con, home)
    return days, unshelved_days


def settle_imported_days(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    places: int = Settings.board_places,
    report: ReportStep = ignore_step,
) -> list[UnshelvedDays]:
    """Load and delete the imported days that count or do not count any more, since own days or lists of bad days changed.

    Returns the days that would count if their files were there.
    """
    record_listed_days(con, home.known_days)
    if list_changes(con, home.imports, home.known_days) or list_changed_days(con):
        outcome = settle(con, home.imports, home.known_days, report=report)
        rebuild_imported_days(con, outcome.changed_days, places, report)
    return list_unshelved_days(con, home.imports, home.known_days)


def publish_settled_days(con: duckdb.DuckDBPyConnection, home: Home, losable_days: Collection[dt.date] = ()) -> None:
    """Publish what `settle_imported_days` brought up to date."""
    publish(con, home.warehouse, home.published, losable_days={*losable_days, *list_changed_days(con)})
    forget_changes(con)


def _require_published_days(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    require_history(con, home.warehouse, home.published, losable_days=list_changed_days(con))


def _publish_changes(
    con: duckdb.DuckDBPyConnection, home: Home, outcome: ImportOutcome, places: int, report: ReportStep
) -> list[dt.date]:
    board_days = rebuild_imported_days(con, outcome.changed_days, places, report)
    report(ImportStep("publish"))
    publish_settled_days(con, home)
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
    recent_days = [day for day in days if day > max(days) - dt.timedelta(BOARD_DAYS)]
    return [
        day
        for day in recent_days
        if any(day - dt.timedelta(LOOKBACK_DAYS) <= changed_day <= day for changed_day in changed_days)
    ]
