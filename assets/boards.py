import datetime as dt
from collections.abc import Callable

import dagster as dg
import duckdb

from assets.repos import repos
from pipeline.marts.build import build_category_totals, build_movers, rank_day, require_snapshot
from pipeline.marts.scorecard import evaluate_boards
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import DAILY_OPTIONS, build_previews, build_table, describe_relation
from pipeline.orchestration.failure_hooks import translate_errors
from pipeline.orchestration.previews.previews import (
    draw_forecast_quality,
    draw_movers_chart,
    draw_rank_charts,
    read_preview,
)
from pipeline.orchestration.resources import AlmanacHome
from pipeline.ranking.board_comments import describe_boards
from pipeline.ranking.registry import BOARDS
from pipeline.ranking.thresholds import FALSE_DISCOVERY_RATE

Connection = duckdb.DuckDBPyConnection
BREAKOUT_BOARDS = [board.name for board in BOARDS if board.finds_breakouts]


@dg.asset(
    **DAILY_OPTIONS,
    deps=[repos],
    group_name="trends",
    kinds={"polars", "duckdb"},
    metadata=describe_relation("trends", "marts/stage_past_counters", "marts/likes", "marts/contender_names", "marts/insert_trends", example_query="FROM top('translation')"),
    check_specs=checks.build_specs("trends"),
    description=f"The boards of each category, with 90% intervals: {describe_boards()}.\n\n"
    "Each row has the basis of its score (`basis`) and the repo's ranks 1, 7 and 30 days before; `boards` says for each board "
    "whether its inputs were complete.",
)  # fmt: skip
def trends(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Rank the day."""
    day = dt.date.fromisoformat(context.partition_key)
    with translate_errors(), almanac.warehouse() as con:
        require_snapshot(con, day)
        board = rank_day(con, day, almanac.settings.board_places)
        check_results = list(checks.run_query_checks(con, day, "trends", almanac.settings))
        preview_metadata = build_previews(
            almanac,
            lambda: {
                "leaders": build_table(*read_preview(con, "trends", day)),
                "ranks_over_time": dg.MetadataValue.md(draw_rank_charts(con, day)),
                "degraded_or_withheld": build_table(*read_preview(con, "unsound_boards", day)),
            },
        )
    return dg.MaterializeResult(
        check_results=check_results,
        metadata={
            "dagster/row_count": len(board),
            "categories": board["category"].n_unique(),
            "breakouts": int(
                board["board"]
                .is_in(BREAKOUT_BOARDS)
                .filter(board["false_discovery_rate"] <= FALSE_DISCOVERY_RATE)
                .sum()
            ),
            **preview_metadata,
        },
    )


@dg.asset(
    **DAILY_OPTIONS,
    deps=[repos],
    group_name="trends",
    kinds={"duckdb"},
    metadata=describe_relation("category_daily", "marts/insert_category_daily"),
    check_specs=checks.build_specs("category_daily"),
)
def category_daily(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Totals of each category: its repos, those created in the last 24 hours, the sums of 30-day downloads and of likes, and whether
    the crawl listed the whole category (`coverage`).
    """

    def preview_day(con: Connection, day: dt.date) -> dict[str, dg.MetadataValue | int]:
        totals = con.execute(
            "SELECT category, repos FROM category_daily WHERE date = $date ORDER BY category", {"date": day}
        ).fetchall()
        return {
            "totals": build_table(*read_preview(con, "category_daily", day)),
            **{f"repos in {category}": repos for category, repos in totals},
        }

    return _materialize_step(context, almanac, build_category_totals, preview_day)


@dg.asset(
    **DAILY_OPTIONS,
    deps=[trends],
    group_name="trends",
    kinds={"duckdb"},
    metadata=describe_relation("movers", "marts/insert_movers"),
    check_specs=checks.build_specs("movers"),
)
def movers(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Repos that entered or left a top 10, broke out, had a record day, or changed license or gating near the top, with figures.

    Sources: the boards of the day and the day before, the day's events, and the Hub's counters of likes and downloads.
    """

    def preview_day(con: Connection, day: dt.date) -> dict[str, dg.MetadataValue | int]:
        return {
            "who_gained": dg.MetadataValue.md(draw_movers_chart(con, day)),
            "first": build_table(*read_preview(con, "movers", day)),
        }

    return _materialize_step(context, almanac, build_movers, preview_day)


@dg.asset(
    **DAILY_OPTIONS,
    deps=[trends],
    group_name="trends",
    kinds={"duckdb", "polars"},
    metadata=describe_relation("scorecard", "marts/stage_evaluated_ranks", "marts/gains_since"),
    check_specs=checks.build_specs("scorecard"),
)
def scorecard(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """How well the boards of 1, 3 and 7 days ago predicted the likes and downloads gained since, compared with baselines.

    NDCG, precision and capture with 90% bootstrap intervals, and the boards' stability from day to day.
    """

    def preview_day(con: Connection, day: dt.date) -> dict[str, dg.MetadataValue | int]:
        return {
            "forecast_quality": dg.MetadataValue.md(draw_forecast_quality(con, day)),
            "last": build_table(*read_preview(con, "scorecard", day)),
        }

    return _materialize_step(context, almanac, evaluate_boards, preview_day)


def _materialize_step(
    context: dg.AssetExecutionContext,
    almanac: AlmanacHome,
    build_rows: Callable[[Connection, dt.date], int],
    preview_day: Callable[[Connection, dt.date], dict[str, dg.MetadataValue | int]],
) -> dg.MaterializeResult:
    day, name = dt.date.fromisoformat(context.partition_key), context.asset_key.path[-1]
    with translate_errors(), almanac.warehouse() as con:
        require_snapshot(con, day)
        rows = build_rows(con, day)
        check_results = list(checks.run_query_checks(con, day, name, almanac.settings))
        preview_metadata = build_previews(almanac, lambda: preview_day(con, day))
    return dg.MaterializeResult(check_results=check_results, metadata={"dagster/row_count": rows, **preview_metadata})
