"""The observed rows: models and datasets of a day, loaded in one transaction."""

import datetime as dt
from collections.abc import Iterator

import dagster as dg

from assets.crawl import crawl
from pipeline.crawl.spool import finished
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import DayRefused, WrongDay
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import BY_NOON, OWNERS, POOL, described, previews, table
from pipeline.orchestration.failure_hooks import explained, remember_failure
from pipeline.orchestration.partitions import DAYS
from pipeline.orchestration.previews.previews import counters_moved, preview
from pipeline.orchestration.resources import AlmanacHome
from pipeline.warehouse.load import load_day


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            name,
            deps=[crawl],
            group_name="hub",
            kinds={"duckdb"},
            owners=OWNERS,
            freshness_policy=BY_NOON,
            metadata=described(
                f"{kind}_history",
                "load/stage_rows",
                "load/insert_daily",
                "load/define_row_sets",
                ask=f"FROM {name}_on(current_date)",
            ),
            description=f"Every {kind} observed on the day, as the Hub's API gave it: downloads of the trailing 30 days and of all time, "
            "likes, the Hub's trending score, description; how it was observed (`status`). Identity is the Hub's _id. Loading a day "
            "again replaces it and nothing else.",
        )
        for name, kind in (("models", "model"), ("datasets", "dataset"))
    ],
    hooks={remember_failure},
    check_specs=checks.specs("models", "datasets"),
    partitions_def=DAYS,
    pool=POOL,
)
def repos(
    context: dg.AssetExecutionContext, almanac: AlmanacHome
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Load the day's spool."""
    day = dt.date.fromisoformat(context.partition_key)
    with explained(), spool_lock(almanac.home.spool):
        spool = finished(almanac.home.spool, day)
        if spool is None:
            raise WrongDay(f"No finished crawl of {day} is kept; materialize crawl first. Nothing was changed.")
        with almanac.warehouse() as con:
            try:
                kinds = {loaded.kind: loaded for loaded in load_day(con, spool, almanac.settings)}
            except DayRefused as refused:
                for check, results in refused.checks:
                    yield checks.result(check.asset, check.name, results)
                raise
            checked = {name: list(checks.results(con, day, name, almanac.settings)) for name in ("models", "datasets")}
            shown = {
                name: previews(
                    almanac,
                    lambda name=name, kind=kind: {
                        "most_liked": table(*preview(con, name, day)),
                        "counters_moved": dg.MetadataValue.md(counters_moved(con, kind, day)),
                    },
                )
                for name, kind in (("models", "model"), ("datasets", "dataset"))
            }
    for name, kind in (("models", "model"), ("datasets", "dataset")):
        loaded = kinds[kind]
        yield dg.MaterializeResult(
            asset_key=name,
            check_results=checked[name],
            metadata={
                "dagster/row_count": loaded.rows,
                "duplicates": loaded.duplicates,
                "rejects": loaded.rejects,
                "private": loaded.private,
                **shown[name],
                **({} if loaded.moved_share is None else {"moved_share": loaded.moved_share}),
            },
        )
