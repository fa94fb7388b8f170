"""Days of a spelt-out Hub, crawled over HTTP and loaded, without Dagster."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.crawl.crawler import Wanted, crawl
from pipeline.crawl.scope import Scope
from pipeline.hub_api.client import HubClient
from pipeline.marts.build import rank_day
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from tests.conftest import FixedWorld, quick

DAY = dt.date(2026, 11, 10)
Load = Callable[..., None]


def model(number: int, **changed: Any) -> dict[str, Any]:
    """A translation model as the Hub would list it."""
    return {
        "_id": f"{0x65000000 + number:08x}{number:016x}", "id": f"owner/model-{number}", "author": "owner",
        "likes": 10 * number, "downloads": 100 * number, "downloadsAllTime": 1000 * number, "trendingScore": number % 5,
        "tags": ["translation", "license:mit"], "pipeline_tag": "translation", "gated": False, "private": False,
        "disabled": False, "createdAt": "2025-11-09T00:00:00.000Z", "lastModified": "2025-12-09T12:00:00.000Z",
    } | changed  # fmt: skip


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new warehouse with the shipped catalogue."""
    with open_warehouse(tmp_path / "warehouse" / "hub.duckdb") as con:
        keep_catalogue(con, load_catalogue())
        yield con


@pytest.fixture
def load(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Iterator[Load]:
    """Crawl models of a day, load and rank it; `ranked=False` where no test looks at the boards of the day."""
    world = FixedWorld({dt.date.min: HubDay(dt.date.min, [], [], {})})
    with SampleHub(world) as hub:

        def run(
            models: list[Any],
            day: dt.date = DAY,
            scope: Scope = Scope.leaders,
            *,
            require_checks: bool = True,
            ranked: bool = True,
            **wanted: Any,
        ) -> None:
            world.held[day] = HubDay(day, models, [], {})
            for shown in (dt.date.min, day):  # a day that is shown already would not be looked at again
                hub.set_day(shown)
            spool = crawl(HubClient(quick(hub.url)), tmp_path / "spool", day, Wanted(scope, load_catalogue(), **wanted))
            load_day(con, spool, require_checks=require_checks)
            if ranked:
                rank_day(con, day)

        yield run
