import datetime as dt
from collections.abc import Collection
from typing import Any

import pytest

from pipeline.hub_api.client import HubClient
from pipeline.hub_api.counter_refresh import MIN_RECENT_REPOS, MIN_REFRESHED_SHARE, Counters, measure_refreshed_share
from pipeline.kinds import Kind
from pipeline.sample_hub.days import HubDay, Row
from pipeline.sample_hub.events import AllTimeStall, Event, Freeze, HalfStall
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World, sample_world
from tests.conftest import LAST_DAY, FixedWorld, quick
from tests.fixtures.days import model

CALM = sample_world(LAST_DAY, days=10, models=600, datasets=150).truth
DAY = CALM.days[6]
Rows = list[Row]


class Snapshot:
    """A snapshot's counters; records the requested repos."""

    def __init__(self, rows: Rows) -> None:
        self.counters = {row["_id"]: (row.get("downloads"), row.get("downloadsAllTime")) for row in rows}
        self.requested_oids: list[str] = []

    def __call__(self, oids: Collection[str]) -> dict[str, Counters]:
        self.requested_oids += oids
        return {oid: self.counters[oid] for oid in oids if oid in self.counters}


def measure(world: World, kind: Kind = "model") -> float | None:
    before = world.day(DAY - dt.timedelta(1)).rows(f"{kind}s")  # type: ignore[arg-type]
    with SampleHub(world) as hub:
        hub.set_day(DAY)
        return measure_refreshed_share(HubClient(quick(hub.url)), kind, Snapshot(before))


@pytest.mark.parametrize(
    ("event", "is_refreshed"), [(None, True), (HalfStall(6), False), (AllTimeStall(6), False), (Freeze(6), False)]
)
def test_half_a_refresh_does_not_count(event: Event | None, is_refreshed: bool) -> None:
    share = measure(CALM.with_events(event) if event else CALM)
    assert share is not None
    assert share >= 0.9 if is_refreshed else share < MIN_REFRESHED_SHARE


def test_datasets_are_measured_too() -> None:
    assert (
        (measure(CALM, "dataset") or 0)
        > MIN_REFRESHED_SHARE
        > (measure(CALM.with_events(HalfStall(6)), "dataset") or 0)
    )


def measure_lists(models: list[Any], before: Rows) -> tuple[float | None, Snapshot, int]:
    world = FixedWorld({DAY: HubDay(DAY, models, [], {})})
    snapshot = Snapshot(before)
    with SampleHub(world) as hub:
        share = measure_refreshed_share(HubClient(quick(hub.url)), "model", snapshot)
        return share, snapshot, len(hub.requests)


def old_repo(number: int, **fields: Any) -> Row:
    return model(number, createdAt="2023-05-05T00:00:00.000Z") | fields


def recent_repo(number: int, **fields: Any) -> Row:
    return model(number, createdAt="2026-09-01T00:00:00.000Z", downloads=1_000, trendingScore=50) | fields


def test_a_hub_without_recent_repos_is_judged_by_the_most_downloaded() -> None:
    before = [old_repo(n) for n in range(1, 40)]
    share, snapshot, requests = measure_lists(
        [old_repo(n, downloadsAllTime=1000 * n + 7) for n in range(1, 40)], before
    )
    assert (share, requests) == (1, 2)
    assert len(snapshot.requested_oids) == 39


@pytest.mark.parametrize("recent", [MIN_RECENT_REPOS - 1, MIN_RECENT_REPOS])
def test_few_recent_repos_do_not_count(recent: int) -> None:
    standing = [recent_repo(n) for n in range(100, 100 + recent)]
    moved_rows = [old_repo(n, downloads=10_000 + n, downloadsAllTime=1000 * n + 7) for n in range(1, 40)]
    share, _, _ = measure_lists(
        [*moved_rows, *standing], [*(old_repo(n, downloads=10_000 + n) for n in range(1, 40)), *standing]
    )
    assert share == (pytest.approx(39 / (39 + recent)) if recent < MIN_RECENT_REPOS else 0)


def test_recent_repos_with_few_downloads_are_not_compared() -> None:
    standing = [recent_repo(n, downloads=20) for n in range(100, 140)]
    moved_rows = [old_repo(n, downloads=10_000, downloadsAllTime=1000 * n + 7) for n in range(1, 101)]
    share, snapshot, _ = measure_lists([*moved_rows, *standing], [*(old_repo(n) for n in range(1, 101)), *standing])
    assert share == 1 and len(snapshot.requested_oids) == 100


def test_the_counter_of_thirty_days_counts_only_where_the_other_is_unknown() -> None:
    before = [old_repo(n) for n in range(1, 40)]
    assert measure_lists([old_repo(n, downloads=100 * n + 7) for n in range(1, 40)], before)[0] == 0
    unknown = [{k: v for k, v in row.items() if k != "downloadsAllTime"} for row in before]
    assert measure_lists([old_repo(n, downloads=100 * n + 7) for n in range(1, 40)], unknown)[0] == 1
    assert measure_lists([old_repo(n, downloads=None, downloadsAllTime=None) for n in range(1, 40)], before)[0] is None


def test_without_earlier_counters_nothing_is_measured() -> None:
    assert measure_lists([old_repo(n) for n in range(1, 40)], [])[0] is None
    assert measure_lists([], [old_repo(1)])[0] is None


@pytest.mark.parametrize(
    "created_at", ["yesterday", "2026-09-01", "2026-09-01T00:00:00", "99999-01-01T00:00:00Z", "", 5, None, [], {}]
)
def test_rows_without_a_valid_creation_time_do_not_count_as_recent(created_at: object) -> None:
    odd_rows = [recent_repo(n, createdAt=created_at) for n in range(100, 140)]
    moved_rows = [old_repo(n, downloads=10_000, downloadsAllTime=1000 * n + 7) for n in range(1, 101)]
    share, _, _ = measure_lists([*moved_rows, *odd_rows], [*(old_repo(n) for n in range(1, 101)), *odd_rows])
    assert share == 1
