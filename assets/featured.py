import datetime as dt

import dagster as dg

from assets.boards import trends
from pipeline.marts.build import build_featured, require_snapshot
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import DAILY_OPTIONS, build_previews, build_table, describe_relation
from pipeline.orchestration.failure_hooks import translate_errors
from pipeline.orchestration.previews.previews import draw_featured_chart, read_preview
from pipeline.orchestration.resources import AlmanacHome


@dg.asset(
    **DAILY_OPTIONS,
    deps=[trends],
    group_name="trends",
    kinds={"duckdb"},
    metadata=describe_relation("featured", "marts/insert_featured", "marts/update_featured_gains"),
    check_specs=checks.build_specs("featured"),
)
def featured(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Downloads (30 days, all time) and likes of each featured repo, their changes, its rank and share in its category, and its
    derivatives.

    Almanac fetches each by name from the Hub's detail route, because lists may not include it. A renamed, gated, disabled or
    disappeared repo stays, with that state.
    """
    day = dt.date.fromisoformat(context.partition_key)
    with translate_errors(), almanac.warehouse() as con:
        require_snapshot(con, day)
        rows = build_featured(con, day)
        check_results = list(checks.run_query_checks(con, day, "featured", almanac.settings))
        preview_metadata = build_previews(
            almanac,
            lambda: {
                "today": build_table(*read_preview(con, "featured", day)),
                "over_time": dg.MetadataValue.md(draw_featured_chart(con, day)),
            },
        )
    return dg.MaterializeResult(metadata={"dagster/row_count": rows, **preview_metadata}, check_results=check_results)
