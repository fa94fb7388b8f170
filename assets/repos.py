"""The observed rows: models and datasets of a day, loaded in one transaction."""

import datetime as dt
from collections.abc import Iterator

import dagster as dg

from assets.crawl import crawl
from pipeline import checks
from pipeline.errors import WrongDay
from pipeline.failures import explained
from pipeline.hub.lock import spool_lock
from pipeline.hub.spool import finished
from pipeline.partitions import DAYS
from pipeline.resources import AlmanacHome
from pipeline.warehouse.load import load_day


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            name,
            deps=[crawl],
            group_name="hub",
            kinds={"duckdb"},
            owners=["team:almanac"],
            description=f"Every {kind} observed on the day: downloads (30 days and all time), likes, trending score, "
            "description. Identity is the Hub's _id. Loading a day again replaces it and nothing else.",
        )
        for name, kind in (("models", "model"), ("datasets", "dataset"))
    ],
    check_specs=checks.specs("models", "datasets"),
    partitions_def=DAYS,
    pool="warehouse",
)
def repos(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> Iterator[dg.MaterializeResult]:
    """Load the day's spool."""
    day = dt.date.fromisoformat(context.partition_key)
    with explained(), spool_lock(almanac.home.spool):
        spool = finished(almanac.home.spool, day)
        if spool is None:
            raise WrongDay(f"No finished crawl of {day} is kept; materialize crawl first. Nothing was changed.")
        with almanac.warehouse() as con:
            kinds = {loaded.kind: loaded for loaded in load_day(con, spool)}
            checked = {name: list(checks.results(con, day, name)) for name in ("models", "datasets")}
    for name, kind in (("models", "model"), ("datasets", "dataset")):
        loaded = kinds[kind]
        yield dg.MaterializeResult(
            asset_key=name,
            check_results=checked[name],
            metadata={
                "dagster/row_count": loaded.rows,
                "duplicates": loaded.duplicates,
                "rejects": loaded.rejects,
                **({} if loaded.moved_share is None else {"moved_share": loaded.moved_share}),
            },
        )
