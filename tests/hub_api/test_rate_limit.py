import time
from itertools import pairwise

import pytest

from pipeline.catalogue import Catalogue
from pipeline.config import HubSettings
from pipeline.errors import UsageError
from pipeline.hub_api.client import HubClient
from pipeline.hub_api.rate_limit import Budget
from pipeline.sample_hub.quota import Quota
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import THOROUGH, quick


def headers(remaining: int, seconds: int, limit: int = 50, window: int = 300) -> dict[str, str]:
    return {
        "ratelimit": f'"api";r={remaining};t={seconds}',
        "ratelimit-policy": f'"fixed window";"api";q={limit};w={window}',
    }


def collect_waits(share: float, *responses: dict[str, str]) -> list[float]:
    """Return a budget's waits after these responses."""
    pauses: list[float] = []
    budget = Budget(share, pauses.append)
    for answer in responses:
        budget.acquire()
        budget.update_from_headers(answer)
    pauses.clear()
    budget.acquire()
    return [round(seconds, 1) for seconds in pauses]


@pytest.mark.parametrize(
    ("share", "limit", "remaining", "waits"),
    [
        (0.8, 500, 101, []), (0.8, 500, 100, [8.0]), (0.8, 1000, 200, [8.0]), (0.8, 50, 11, []), (0.8, 50, 10, [8.0]),
        (1.0, 500, 1, []), (1.0, 500, 0, [8.0]), (0.1, 10_000, 9_001, []), (0.1, 10_000, 9_000, [8.0]), (0.01, 5, 4, [8.0]),
    ],
)  # fmt: skip
def test_the_share_is_of_any_quota(share: float, limit: int, remaining: int, waits: list[float]):
    assert collect_waits(share, headers(remaining, 7, limit)) == waits


def test_responses_narrow_down_the_end_of_the_window():
    assert collect_waits(0.8, headers(12, 7), headers(10, 5)) == [6.0]


def test_a_new_window_is_recognized():
    assert collect_waits(0.8, headers(10, 0), headers(49, 299)) == []


def test_a_missing_policy_is_learned_from_the_remaining_requests():
    assert collect_waits(0.8, {"ratelimit": '"api";r=99;t=9'}, {"ratelimit": '"api";r=20;t=9'}) == [10.0]


def test_without_headers_there_is_no_wait():
    assert collect_waits(0.8, {}, {"ratelimit": "gibberish"}) == []


def test_the_share_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ALMANAC_QUOTA_SHARE", "0.5")
    assert HubSettings.from_env("http://hub").quota_share == 0.5
    for wrong in ("0", "1.5", "80%", "nan"):
        monkeypatch.setenv("ALMANAC_QUOTA_SHARE", wrong)
        with pytest.raises(UsageError, match=r"ALMANAC_QUOTA_SHARE must be a number from 0\.01 to 1"):
            HubSettings.from_env("http://hub")


def walk(world: World, quota: Quota, seconds: float) -> tuple[list[float], list[int]]:
    """Fetch lists and details for `seconds`; return the times and statuses of the responses."""
    with SampleHub(world, quota=quota) as hub:
        client = HubClient(quick(hub.url))
        times: list[float] = []
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            if len(times) % 3:
                client.fetch_rows(client.build_url(("/api/models", "/api/datasets")[len(times) % 2], [("limit", "1")]))
            else:
                client.fetch_detail(client.build_url("/api/models/deepseek-ai/Janus-Pro-7B", []))
            times.append(time.monotonic() - start)
        return times, [request.status for request in hub.requests]


@pytest.mark.parametrize(
    ("quota", "seconds"),
    [
        (Quota(20, 2), 6.5),
        pytest.param(*((Quota(50, 10), 51) if THOROUGH else (Quota(50, 5), 16)), marks=pytest.mark.slow),
    ],
)
def test_the_quota_is_never_exceeded_and_well_used(world: World, catalogue: Catalogue, quota: Quota, seconds: float):
    times, statuses = walk(world, quota, seconds)
    assert set(statuses) == {200}
    # the first responses after a wait; the counts and the shortest wait do not depend on the machine
    windows = [b for a, b in pairwise(times) if b - a > quota.window / 3]
    counts = [sum(begin <= time < end for time in times) for begin, end in pairwise(windows)]
    assert len(windows) >= 3 and {count / quota.requests for count in counts} == {0.8}
    assert min(b - a for a, b in pairwise(windows)) < 1.5 * quota.window


def test_the_client_waits_when_others_use_up_the_quota(world: World):
    with SampleHub(world, quota=Quota(10, 1)) as hub:
        greedy, client = (
            HubClient(HubSettings(hub.url, False, quota_share=1.0, trust_clock=True)),
            HubClient(quick(hub.url)),
        )
        for _ in range(9):
            greedy.probe()
        for _ in range(10):
            client.probe()
        assert {request.status for request in hub.requests} == {200}


def test_the_client_waits_after_refusals_without_headers(world: World):
    with SampleHub(world, quota=Quota(5, 1, bare_429=True)) as hub:
        greedy = HubClient(HubSettings(hub.url, False, quota_share=1.0, trust_clock=True))
        client = HubClient(HubSettings(hub.url, False, blind_wait=0.4, first_wait=0.01, trust_clock=True))
        for _ in range(5):
            greedy.probe()
        client.probe()
        statuses = [request.status for request in hub.requests]
    assert statuses[-1] == 200 and statuses.count(429) >= 2
