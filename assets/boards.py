"""What is trending in each category, and the categories' totals."""

import datetime as dt
from collections.abc import Callable

import dagster as dg
import duckdb

from assets.repos import repos
from pipeline.marts.build import note_movers, rank_day, require_day, total_categories
from pipeline.marts.scorecard import judge_boards
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import DAILY, described, previews, table
from pipeline.orchestration.failure_hooks import explained
from pipeline.orchestration.previews.previews import foreseen, preview, ranks_over_time, who_moved
from pipeline.orchestration.resources import AlmanacHome
from pipeline.ranking.comments import boards_in_words
from pipeline.ranking.registry import BOARDS
from pipeline.ranking.thresholds import FALSE_DISCOVERIES

Connection = duckdb.DuckDBPyConnection
BOARDS_OF_BREAKOUTS = [board.name for board in BOARDS if board.finds_breakouts]


@dg.asset(
    **DAILY,
    deps=[repos],
    group_name="trends",
    kinds={"polars", "duckdb"},
    metadata=described("trends", "marts/stage_past_counters", "marts/likes", "marts/contender_names", "marts/insert_trends", ask="FROM top('translation')"),
    check_specs=checks.specs("trends"),
    description=f"The boards of each category, with 90% intervals: {boards_in_words()}.\n\n"
    "Each row says what its score is based on (`basis`) and which ranks the repo had 1, 7 and 30 days before; `boards` says of each board "
    "whether its inputs were complete.",
)  # fmt: skip
def trends(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Rank the day."""
    day = dt.date.fromisoformat(context.partition_key)
    with explained(), almanac.warehouse() as con:
        require_day(con, day)
        board = rank_day(con, day, almanac.settings.board_places)
        checked = list(checks.results(con, day, "trends", almanac.settings))
        shown = previews(
            almanac,
            lambda: {
                "leaders": table(*preview(con, "trends", day)),
                "ranks_over_time": dg.MetadataValue.md(ranks_over_time(con, day)),
                "degraded_or_withheld": table(*preview(con, "unsound_boards", day)),
            },
        )
    return dg.MaterializeResult(
        check_results=checked,
        metadata={
            "dagster/row_count": len(board),
            "categories": board["category"].n_unique(),
            "breakouts": int(
                board["board"]
                .is_in(BOARDS_OF_BREAKOUTS)
                .filter(board["false_discovery_rate"] <= FALSE_DISCOVERIES)
                .sum()
            ),
            **shown,
        },
    )


@dg.asset(
    **DAILY,
    deps=[repos],
    group_name="trends",
    kinds={"duckdb"},
    metadata=described("category_daily", "marts/insert_category_daily"),
    check_specs=checks.specs("category_daily"),
)
def category_daily(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """The totals of each category, counted from the day's rows: its repos, those made in the last 24 hours, the sums of the
    Hub's downloads of 30 days and of likes, and whether all of it was listed (`coverage`).
    """

    def shown(con: Connection, day: dt.date) -> dict[str, dg.MetadataValue | int]:
        totals = con.execute(
            "SELECT category, repos FROM category_daily WHERE date = $date ORDER BY category", {"date": day}
        ).fetchall()
        return {
            "totals": table(*preview(con, "category_daily", day)),
            **{f"repos in {category}": repos for category, repos in totals},
        }

    return _step(context, almanac, total_categories, shown)


@dg.asset(
    **DAILY,
    deps=[trends],
    group_name="trends",
    kinds={"duckdb"},
    metadata=described("movers", "marts/insert_movers"),
    check_specs=checks.specs("movers"),
)
def movers(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Who entered or left a top 10, broke out, had a record day, or changed licence or gating near the top; with the numbers.

    From the boards of the day and of the day before, and the day's events; likes and downloads are the Hub's counters.
    """

    def shown(con: Connection, day: dt.date) -> dict[str, dg.MetadataValue | int]:
        return {
            "who_gained": dg.MetadataValue.md(who_moved(con, day)),
            "first": table(*preview(con, "movers", day)),
        }

    return _step(context, almanac, note_movers, shown)


@dg.asset(
    **DAILY,
    deps=[trends],
    group_name="trends",
    kinds={"duckdb", "polars"},
    metadata=described("scorecard", "marts/stage_judged_ranks", "marts/gains_since"),
    check_specs=checks.specs("scorecard"),
)
def scorecard(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """How well the boards of 1, 3 and 7 days ago foresaw the likes and downloads gained since, beside simple baselines.

    NDCG, precision and capture with 90% bootstrap intervals; how steady the boards are from day to day.
    """

    def shown(con: Connection, day: dt.date) -> dict[str, dg.MetadataValue | int]:
        return {
            "foreseen": dg.MetadataValue.md(foreseen(con, day)),
            "last": table(*preview(con, "scorecard", day)),
        }

    return _step(context, almanac, judge_boards, shown)


def _step(
    context: dg.AssetExecutionContext,
    almanac: AlmanacHome,
    make: Callable[[Connection, dt.date], int],
    shown: Callable[[Connection, dt.date], dict[str, dg.MetadataValue | int]],
) -> dg.MaterializeResult:
    """Take a step of the day that tells how many rows it made; check it, and show it."""
    day, name = dt.date.fromisoformat(context.partition_key), context.asset_key.to_user_string()
    with explained(), almanac.warehouse() as con:
        require_day(con, day)
        rows = make(con, day)
        checked = list(checks.results(con, day, name, almanac.settings))
        seen = previews(almanac, lambda: shown(con, day))
    return dg.MaterializeResult(check_results=checked, metadata={"dagster/row_count": rows, **seen})
