import datetime as dt

import pytest

from pipeline.config import HubSettings
from pipeline.crawl.scope import Scope
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import quick
from tests.fixtures.crawls import Crawl, read_rows
from tests.fixtures.storm import storm


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_a_storm_changes_nothing(world: World, take: Crawl, day: dt.date, seed: int):
    with SampleHub(world, page_cap=5) as hub:
        hub.set_day(day)
        calm = take(Scope.hub, settings=quick(hub.url))
        hub.faults.rules.append(storm(seed, share=0.05))
        rough = take(
            Scope.hub,
            settings=HubSettings(
                hub.url, False, timeout=20, first_wait=0.01, longest_wait=0.05, blind_wait=0.05, trust_clock=True
            ),
        )
        statuses = [request.status for request in hub.requests]
    assert read_rows(rough) == read_rows(calm)
    assert [(page.listing, page.rows, page.next_url) for page in rough.pages] == [
        (page.listing, page.rows, page.next_url) for page in calm.pages
    ]
    assert rough.finish_record and calm.finish_record and rough.finish_record.requests > calm.finish_record.requests
    assert len([status for status in statuses if status != 200]) >= 3  # there was a storm
