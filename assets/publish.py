"""The database that people query."""

import dagster as dg

from assets.boards import category_daily, movers, scorecard, trends
from assets.featured import featured
from pipeline.failures import explained
from pipeline.partitions import DAYS
from pipeline.resources import AlmanacHome
from pipeline.warehouse.fold import fold_past_months
from pipeline.warehouse.publish import publish


@dg.asset(
    deps=[trends, category_daily, movers, scorecard, featured], partitions_def=DAYS, group_name="publish", kinds={"duckdb"},
    owners=["team:almanac"], pool="warehouse",
)  # fmt: skip
def published(almanac: AlmanacHome) -> dg.MaterializeResult:
    """`hub.duckdb`: a read-only copy that takes the place of yesterday's at once. Readers never wait and never see half a day.

    Before it is made, months that ended a week ago are folded: their days stay what they are, in about a third of the room.
    """
    with explained(), almanac.warehouse() as con:
        folded = fold_past_months(con)
        size = publish(con, almanac.home.warehouse, almanac.home.published)
    almanac.home.last_failure.unlink(missing_ok=True)
    return dg.MaterializeResult(
        metadata={
            "bytes": size,
            "file": dg.MetadataValue.path(str(almanac.home.published)),
            "folded_months": ", ".join(f"{month:%Y-%m}" for month in folded) or "none was due",
        }
    )
