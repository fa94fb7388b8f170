import dagster as dg

from pipeline.lake.connection import name_catalog, open_lake
from pipeline.lake.load import load_lake
from pipeline.lake.maintenance import maintain_lake
from pipeline.orchestration.asset_keys import WAREHOUSE_POOL
from pipeline.orchestration.asset_metadata import DAILY_OPTIONS, OWNERS
from pipeline.orchestration.failure_hooks import translate_errors
from pipeline.orchestration.jobs import MAINTENANCE_GROUP
from pipeline.orchestration.resources import AlmanacHome


@dg.asset(
    **DAILY_OPTIONS,
    deps=["published"],
    group_name="publish",
    kinds={"parquet"},
    metadata={
        "rows": "Every table of hub.duckdb, as Parquet with DuckLake's catalog.",
        "access": "`almanac lake attach --exec`, or the SQL that `almanac lake attach` prints",
    },
)
def lake(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """The lake that ALMANAC_LAKE names: each load appends the days that changed, and shows them at once.

    If it fails, the day is published all the same; the next load brings what is missing.
    """
    if almanac.home.demo_marker.exists():
        return dg.MaterializeResult(metadata={"load": "none: a demo's days stay out of the lake"})
    with translate_errors():
        settings = almanac.lake_settings
        with open_lake(settings) as con:
            load = load_lake(con, almanac.home, settings)
    return dg.MaterializeResult(
        metadata={
            "load": load.number or "up to date",
            "dagster/row_count": load.rows,
            "days": ", ".join(map(str, load.days[-10:])) or "none",
            "catalog": name_catalog(settings),
            "data": settings.data,
        }
    )


@dg.asset(owners=OWNERS, pool=WAREHOUSE_POOL, deps=[lake], group_name=MAINTENANCE_GROUP, kinds={"parquet"})
def lake_maintenance(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """Deletes replaced rows of the lake after ALMANAC_LAKE_KEEP_DAYS, merges small files, and deletes unused ones. Never during a load."""
    with translate_errors():
        settings = almanac.lake_settings
        with open_lake(settings) as con:
            maintenance = maintain_lake(con, almanac.home, settings)
    return dg.MaterializeResult(
        metadata={"parts": maintenance.parts, "rows": maintenance.rows, "files": maintenance.files}
    )
