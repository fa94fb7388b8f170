"""What is trending in each category, and the categories' totals."""

import datetime as dt
from collections.abc import Callable

import dagster as dg
import duckdb

from assets.repos import repos
from pipeline import checks
from pipeline.boards.markdown import table
from pipeline.boards.preview import preview
from pipeline.boards.thresholds import FALSE_DISCOVERIES
from pipeline.failures import explained
from pipeline.partitions import DAYS
from pipeline.resources import AlmanacHome
from pipeline.warehouse.judging import judge_boards
from pipeline.warehouse.marts import note_movers, rank_day, total_categories


@dg.asset(
    deps=[repos],
    partitions_def=DAYS,
    group_name="trends",
    kinds={"polars", "duckdb"},
    owners=["team:almanac"],
    pool="warehouse",
    check_specs=checks.specs("trends"),
)
def trends(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """The boards of each category: attention (likes a day), adoption (downloads a day), breakout (a week far above what the
    weeks before foretold), with 90% intervals, and hub (the Hub's own order).

    Each row says what its score was made of (`basis`) and which places the repo held 1, 7 and 30 days before; `boards` says
    of each board whether its inputs were whole.
    """
    day = dt.date.fromisoformat(context.partition_key)
    with explained(), almanac.warehouse() as con:
        board = rank_day(con, day)
        told = con.execute(
            "SELECT category, board, status, note FROM boards WHERE date = $date AND note IS NOT NULL ORDER BY ALL",
            {"date": day},
        ).fetchall()
        checked = list(checks.results(con, day, "trends"))
    return dg.MaterializeResult(
        check_results=checked,
        metadata={
            "dagster/row_count": len(board),
            "categories": board["category"].n_unique(),
            "leaders": dg.MetadataValue.md(preview(board)),
            "breakouts": int((board["board"] == "breakout").filter(board["q"] <= FALSE_DISCOVERIES).sum()),
            "degraded_or_withheld": dg.MetadataValue.md(table(["category", "board", "status", "why"], told)),
        },
    )


@dg.asset(
    deps=[repos], partitions_def=DAYS, group_name="trends", kinds={"duckdb"}, owners=["team:almanac"], pool="warehouse"
)
def category_daily(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Repos, new repos, downloads (30 days) and likes of each category, and whether all of it was listed."""
    return _counted(context, almanac, total_categories)


@dg.asset(
    deps=[trends], partitions_def=DAYS, group_name="trends", kinds={"duckdb"}, owners=["team:almanac"], pool="warehouse"
)
def movers(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Who entered or left a top 10, broke out, had a record day, or changed licence or gating near the top; with the numbers."""
    return _counted(context, almanac, note_movers)


@dg.asset(
    deps=[trends], partitions_def=DAYS, group_name="trends", kinds={"duckdb", "polars"}, owners=["team:almanac"],
    pool="warehouse",
)  # fmt: skip
def scorecard(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """How well the boards of 1, 3 and 7 days ago foresaw the likes and downloads gained since, beside simple baselines.

    NDCG, precision and capture with 90% bootstrap intervals; how steady the boards are from day to day.
    """
    return _counted(context, almanac, judge_boards)


def _counted(
    context: dg.AssetExecutionContext, almanac: AlmanacHome, step: Callable[[duckdb.DuckDBPyConnection, dt.date], int]
) -> dg.MaterializeResult:
    """Take a step of the day that tells how many rows it made."""
    with explained(), almanac.warehouse() as con:
        rows = step(con, dt.date.fromisoformat(context.partition_key))
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})
