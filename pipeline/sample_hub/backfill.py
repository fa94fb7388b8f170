"""Load past days of a sample Hub into a warehouse, without a Dagster run for each: that halves the CPU time."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from pipeline.catalogue import Catalogue
from pipeline.config import HubSettings, Settings
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.hub_api.client import HubClient
from pipeline.kinds import KINDS
from pipeline.marts.day import build_marts
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.timeline import SNAPSHOT_TIME
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.load import load_day


def snapshot_time(day: dt.date) -> dt.datetime:
    """The time of a day's snapshot: the world's own, or now on a day that has not reached it."""
    planned_time, now = dt.datetime.combine(day, SNAPSHOT_TIME), dt.datetime.now(dt.UTC)
    return min(planned_time, now) if day == now.date() else planned_time


def load_sample_days(
    con: duckdb.DuckDBPyConnection,
    hub: SampleHub,
    spools: Path,
    days: Sequence[dt.date],
    catalogue: Catalogue,
    settings: Settings,
) -> Iterator[tuple[dt.date, dict[str, int]]]:
    """Crawl, load and rank each day. Yields the day and the row count of each daily asset, after the day is in the warehouse."""
    con.execute("SET threads = 1")  # for so few rows, sharing the work costs more than the work
    store_catalogue(con, catalogue)
    for day in days:
        hub.set_now(snapshot_time(day))
        client = HubClient(HubSettings(hub.url, token=False, trust_clock=True, direct=True))
        spool = crawl(client, spools, day, CrawlRequest(Scope.leaders, catalogue))
        loaded_rows = {KINDS[repos.kind].plural: repos.rows for repos in load_day(con, spool, settings)}
        yield day, {"crawl": spool.rows, **loaded_rows, **build_marts(con, day, settings.board_places)}
