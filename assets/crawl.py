"""The Hub's answers, as they came."""

import datetime as dt

import dagster as dg
from pydantic import Field

from assets.catalogue import catalogue
from pipeline.catalogue import load_catalogue
from pipeline.failures import explained
from pipeline.hub.listing import Scope
from pipeline.hub.snapshot import take_snapshot
from pipeline.partitions import DAYS
from pipeline.resources import AlmanacHome, Hub, ProgressLog


class CrawlConfig(dg.Config):
    """What to take of the Hub."""

    scope: Scope = Field(
        default=Scope.leaders,
        description="leaders: the first 1,000 of each category by trending score, downloads, likes and newest (about 50 "
        "requests). categories: every repo of every category. hub: every model and dataset (about 4,650 requests).",
    )
    limit: int | None = Field(default=None, ge=1, description="Cut every list after so many rows, for a quick try.")


@dg.asset(
    deps=[catalogue], partitions_def=DAYS, group_name="hub", kinds={"huggingface", "json"}, owners=["team:almanac"]
)
def crawl(
    context: dg.AssetExecutionContext, config: CrawlConfig, almanac: AlmanacHome, hub: Hub, progress: ProgressLog
) -> dg.MaterializeResult:
    """Raw pages of the Hub's API, spooled to disk before they are read.

    The Hub can only be asked about its own today. For another day the pages already spooled for it are used; where
    there are none, the day cannot be materialized.
    """
    with explained():
        spool = take_snapshot(
            hub.client(),
            almanac.home.spool,
            dt.date.fromisoformat(context.partition_key),
            config.scope,
            load_catalogue(almanac.home.catalogue),
            config.limit,
            progress.report,
        )
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(page.rows for page in spool.pages),
            "pages": len(spool.pages),
            "requests": spool.done.requests if spool.done else 0,
            "bytes": sum(page.bytes for page in spool.pages),
            "missing": len(spool.missing),
            "hub": spool.header.hub,
            "sample": spool.sample,
            "folder": dg.MetadataValue.path(str(spool.folder)),
        }
    )
