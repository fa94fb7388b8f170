"""What the tests of the crawl share: a small catalogue, a way to crawl it, and a look at what came of it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.config import HubSettings
from pipeline.crawl.crawler import Wanted, crawl
from pipeline.crawl.progress import Report
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool
from pipeline.hub_api.client import HubClient
from pipeline.sample_hub.server import SampleHub
from tests.conftest import quick

Crawl = Callable[..., Spool]
SMALL = ("translation", "any-to-any", "text")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Three categories, one of them of datasets, and two featured models."""
    whole = load_catalogue()
    return Catalogue(
        whole.sections,
        tuple(category for category in whole.categories if category.slug in SMALL),
        tuple(entry for entry in whole.featured if entry.category in SMALL)[:2],
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where spools go."""
    return tmp_path / "spool"


@pytest.fixture
def day(hub: SampleHub) -> dt.date:
    """The day that the sample Hub shows."""
    return HubClient(quick(hub.url)).now().at.date()


@pytest.fixture
def take(hub: SampleHub, root: Path, catalogue: Catalogue, day: dt.date) -> Crawl:
    """Crawl the sample Hub; the scope first, whatever else by name."""

    def run(
        scope: Scope = Scope.leaders,
        *,
        settings: HubSettings | None = None,
        last_day: dt.date | None = None,
        reuse: bool = False,
        report: Report = lambda progress: None,
        on: dt.date = day,
        catalogue: Catalogue = catalogue,
        limit: int | None = None,
    ) -> Spool:
        client = HubClient(settings or quick(hub.url))
        return crawl(client, root, on, Wanted(scope, catalogue, limit), report, last_day, reuse=reuse)

    return run


def rows_of(spool: Spool) -> list[Any]:
    """Every row of a spool, decoded, in the order of its pages."""
    return [msgspec.json.decode(row) for page in spool.pages for row in spool.read_page(page)]


def asked(hub: SampleHub) -> Counter[str]:
    """How often each address was asked for, the questions for the clock left out."""
    return Counter(
        f"{request.path}?{sorted(request.query.items())}"
        for request in hub.requests
        if request.query != {"limit": ["1"]}
    )
