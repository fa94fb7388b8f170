"""Everything that is built of a loaded day, in order."""

import datetime as dt
from collections.abc import Sequence

import duckdb

from pipeline.config import Settings
from pipeline.imports.progress import ImportStep, ReportStep, ignore_step
from pipeline.marts.build import build_category_totals, build_featured, build_movers, rank_day
from pipeline.marts.scorecard import evaluate_boards

LOOKBACK_DAYS = 33  # rank_30d_ago looks back up to 33 days, the rest 28
MARTS = ("trends", "boards", "movers", "featured", "category_daily", "scorecard", "store.lineup", "store.withheld", "store.anomaly")  # fmt: skip


def build_marts(
    con: duckdb.DuckDBPyConnection, day: dt.date, board_places: int = Settings.board_places, *, scorecard: bool = True
) -> dict[str, int]:
    """Rank a loaded day and build what follows from it. Returns the row count of each relation."""
    rows = {
        "trends": len(rank_day(con, day, board_places)),
        "category_daily": build_category_totals(con, day),
        "movers": build_movers(con, day),
    }
    if scorecard:
        rows["scorecard"] = evaluate_boards(con, day)
    return {**rows, "featured": build_featured(con, day)}


def delete_marts(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Delete what was computed of a day, and what other days computed with it as their next or last day."""
    parameters = {"date": day}
    for table in MARTS:
        con.execute(f"DELETE FROM {table} WHERE date = $date", parameters)
    # boards evaluated on this day, and the next day's stability
    con.execute("DELETE FROM scorecard WHERE date + horizon_days = $date", parameters)
    con.execute("DELETE FROM scorecard WHERE horizon_days = 0 AND date = CAST($date AS DATE) + 1", parameters)
    con.execute("DELETE FROM movers WHERE date = CAST($date AS DATE) + 1", parameters)


def rebuild_marts(
    con: duckdb.DuckDBPyConnection,
    days: Sequence[dt.date],
    board_places: int = Settings.board_places,
    report: ReportStep = ignore_step,
) -> None:
    """Rebuild what is computed of some loaded days, in their order: a day looks back at earlier ones."""
    for number, day in enumerate(sorted(days)):
        report(ImportStep("rank", number, len(days), str(day)))
        rank_day(con, day, board_places)
        build_category_totals(con, day)
        build_featured(con, day)
    for number, day in enumerate(sorted(days)):
        report(ImportStep("evaluate", number, len(days), str(day)))
        build_movers(con, day)
        evaluate_boards(con, day)
