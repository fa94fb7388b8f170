"""The popularity of the featured models."""

import datetime as dt

import dagster as dg

from assets.boards import trends
from pipeline.marts.build import follow_featured, require_day
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import DAILY, described, previews, table
from pipeline.orchestration.failure_hooks import explained
from pipeline.orchestration.previews.previews import featured_over_time, preview
from pipeline.orchestration.resources import AlmanacHome


@dg.asset(
    **DAILY,
    deps=[trends],
    group_name="trends",
    kinds={"duckdb"},
    metadata=described("featured", "marts/insert_featured", "marts/update_featured_gains"),
    check_specs=checks.specs("featured"),
)
def featured(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Downloads (30 days, all time) and likes of each featured model, their changes, its place and share in its category,
    and what was made from it.

    Asked for by name from the Hub's detail route, since lists need not reach it. A model that was renamed, gated,
    disabled or went missing stays, with that state.
    """
    day = dt.date.fromisoformat(context.partition_key)
    with explained(), almanac.warehouse() as con:
        require_day(con, day)
        rows = follow_featured(con, day)
        checked = list(checks.results(con, day, "featured", almanac.settings))
        shown = previews(
            almanac,
            lambda: {
                "today": table(*preview(con, "featured", day)),
                "over_time": dg.MetadataValue.md(featured_over_time(con, day)),
            },
        )
    return dg.MaterializeResult(metadata={"dagster/row_count": rows, **shown}, check_results=checked)
