import datetime as dt
from collections.abc import Callable, Iterator

import httpx2
import pytest

from pipeline.sample_hub.days import Row
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World, sample_world


@pytest.fixture(scope="session")
def world() -> World:
    """40 days of about 600 models and 200 datasets."""
    return sample_world(dt.date(2025, 3, 6), models=600, datasets=200)


@pytest.fixture(scope="session")
def shared_hub(world: World) -> Iterator[SampleHub]:
    """A Hub with one valid token, started once: stopping it takes longer than most tests."""
    with SampleHub(world, tokens=frozenset({"hf_known"})) as hub:
        yield hub


@pytest.fixture
def hub(shared_hub: SampleHub, world: World) -> SampleHub:
    """On the world's last day, without faults."""
    shared_hub.faults.clear()
    shared_hub.set_day(world.days[-1])
    return shared_hub


@pytest.fixture
def client(hub: SampleHub) -> Iterator[httpx2.Client]:
    """A plain HTTP client of that Hub, without redirects."""
    with httpx2.Client(base_url=hub.url, timeout=10) as client:
        yield client


@pytest.fixture
def walk(client: httpx2.Client) -> Callable[[str], list[Row]]:

    def read_pages(url: str) -> list[Row]:
        rows: list[Row] = []
        while url:
            response = client.get(url)
            assert response.status_code == 200, response.text
            rows += response.json()
            url = response.links.get("next", {}).get("url", "")
        return rows

    return read_pages
