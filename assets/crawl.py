import datetime as dt
from collections import Counter

import dagster as dg
from pydantic import Field

from assets.catalogue import catalogue
from pipeline.catalogue import load_catalogue
from pipeline.crawl.crawler import CrawlRequest
from pipeline.crawl.scope import Scope
from pipeline.crawl.snapshot import get_spooled_snapshot, take_snapshot
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import DAILY_OPTIONS, build_table
from pipeline.orchestration.failure_hooks import translate_errors
from pipeline.orchestration.resources import AlmanacHome, Hub, ProgressLog
from pipeline.warehouse.connection import published_holds_sample_data
from pipeline.warehouse.load import find_last_day


class CrawlConfig(dg.Config):
    """What to crawl."""

    scope: Scope | None = Field(
        default=None,
        description="leaders (the default, except on a day with a wider snapshot): the first 1,000 of each "
        "category by trending score, downloads, likes and newest (about 50 requests). categories: every repo of every category. "
        "hub: every model and dataset (about 4,650 requests).",
    )
    limit: int | None = Field(default=None, ge=1, description="Maximum rows per list, for a quick test.")
    accept_shrink: bool = Field(
        default=False, description="Accept the day even if it has far fewer repos than the last good day of its scope."
    )
    from_spool: bool = Field(
        default=False, description="Rebuild the day from its spooled pages, without requests to the Hub."
    )


@dg.asset(
    **DAILY_OPTIONS,
    deps=[catalogue],
    group_name="hub",
    kinds={"huggingface", "json"},
    metadata={
        "rows": "One line of JSON per model or dataset from the Hub's routes: /api/models, /api/datasets, and the detail route of each "
        "featured repo. Lists of leaders overlap by design.",
        "access": "the pages are in spool/<day>/ of the home, as *.ndjson.zst, with manifest.jsonl",
    },
    check_specs=checks.build_specs("crawl"),
)
def crawl(
    context: dg.AssetExecutionContext, config: CrawlConfig, almanac: AlmanacHome, hub: Hub, progress: ProgressLog
) -> dg.MaterializeResult:
    """Raw pages of the Hub's API, spooled to disk before they are parsed.

    The Hub shows only its current day. For a past day, this asset reads the spooled pages, and fails without them. A killed crawl
    resumes after its last complete page.
    """
    home, day = almanac.home, dt.date.fromisoformat(context.partition_key)
    with translate_errors():
        settings = almanac.settings
        home_catalogue = load_catalogue(home.catalogue)
        if config.from_spool:
            spool = get_spooled_snapshot(home.spool, day)
        else:
            request = CrawlRequest(
                config.scope or Scope.leaders,
                home_catalogue,
                config.limit,
                config.accept_shrink,
                by_name=config.scope is not None,
                keep_private=settings.keep_private,
                home_sample=published_holds_sample_data(home.published),
            )
            with almanac.warehouse() as con:
                last_snapshot_day = find_last_day(con)
            spool = take_snapshot(hub.client(), home.spool, day, request, progress.report, last_snapshot_day)
    discontinued_slugs = [category.slug for category in home_catalogue.categories if category.status == "discontinued"]
    pages, rows = Counter[str](), Counter[str]()
    for page in spool.pages:
        if page.requested_id is None:
            pages[page.listing] += 1
            rows[page.listing] += page.rows
    list_table = build_table(
        ["list", "pages", "rows"], ((name, pages[name], f"{rows[name]:,}") for name in sorted(pages)[:50])
    )
    return dg.MaterializeResult(
        check_results=[
            checks.build_result("crawl", "hubs_day", checks.check_hub_day(spool, day)),
            checks.build_result("crawl", "lists_answered", checks.check_list_rows(spool, discontinued_slugs)),
        ],
        metadata={
            "dagster/row_count": spool.rows,
            "scope": spool.header.scope,
            "lists": list_table,
            "pages": len(spool.pages),
            "resumed_pages": spool.resumed_pages,
            "requests": spool.finish_record.requests if spool.finish_record else 0,
            "bytes": sum(page.bytes for page in spool.pages),
            "missing": len(spool.missing),
            "unknown_fields": dg.MetadataValue.json(spool.unknown_fields),
            "hub": spool.header.hub,
            "sample": spool.sample,
            "folder": dg.MetadataValue.path(str(spool.folder)),
        },
    )
