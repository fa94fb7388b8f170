"""The popularity of the featured models."""

import datetime as dt

import dagster as dg

from assets.boards import trends
from pipeline import checks
from pipeline.failures import explained
from pipeline.partitions import DAYS
from pipeline.resources import AlmanacHome
from pipeline.warehouse.marts import follow_featured


@dg.asset(
    deps=[trends],
    partitions_def=DAYS,
    group_name="trends",
    kinds={"duckdb"},
    owners=["team:almanac"],
    pool="warehouse",
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
        rows = follow_featured(con, day)
        checked = list(checks.results(con, day, "featured"))
    return dg.MaterializeResult(metadata={"dagster/row_count": rows}, check_results=checked)
