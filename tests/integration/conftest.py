import datetime as dt
import shutil
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.runner import Outcome, run_day
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import GAP
from tests.fixtures.records import open_instance

NINE = dt.time(9, tzinfo=dt.UTC)


class Runner:
    """Runs server days into one home and reads what was published."""

    def __init__(self, home: Home, instance: Any, sample_hub: SampleHub):
        self.home, self.instance, self.sample_hub = home, instance, sample_hub

    def run(self, day: dt.date, **options: Any) -> Outcome:
        now = dt.datetime.combine(day, NINE)
        self.sample_hub.set_now(now)
        return run_day(
            defs,
            self.instance,
            AlmanacHome.at(self.home),
            Hub(endpoint=self.sample_hub.url, anonymous=True),
            now,
            **options,
        )

    def ask(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home.published), read_only=True) as con:
            return con.execute(query, parameters).fetchall()


def snapshot_days(world: World) -> list[dt.date]:
    """Return the story's days that `published` has."""
    return [day for day in world.days if day != GAP]


@pytest.fixture(scope="module")
def eight_days(published: Home, story_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """The home after the story's days."""
    home = Home(tmp_path_factory.mktemp("eight") / "home")
    shutil.copytree(published.root, home.root)
    with SampleHub(story_world) as sample_hub, open_instance(home) as instance:
        yield Runner(home, instance, sample_hub)


@pytest.fixture
def runner(hub: SampleHub, home: Home) -> Iterator[Runner]:
    with open_instance(home) as instance:
        yield Runner(home, instance, hub)


@pytest.fixture
def kept_runner(home_copy: Home, hub: SampleHub) -> Iterator[Runner]:
    """A copy of that home, and a sample Hub that has the following day."""
    with open_instance(home_copy) as instance:
        yield Runner(home_copy, instance, hub)
