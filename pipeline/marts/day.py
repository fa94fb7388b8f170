"""Everything that is built of a loaded day, in order."""

import datetime as dt

import duckdb

from pipeline.config import Settings
from pipeline.marts.build import build_category_totals, build_featured, build_movers, rank_day
from pipeline.marts.scorecard import evaluate_boards


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
