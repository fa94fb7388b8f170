"""The look whether the Hub has refreshed its counters, at a Hub over HTTP that refreshed all, half or none of them."""

import datetime as dt
from collections.abc import Collection
from typing import Any

import pytest

from pipeline.hub_api.client import HubClient
from pipeline.hub_api.counter_refresh import FEW_RECENT, REFRESHED, Counters, moved_since
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
    """The counters that were in a snapshot; remembers which repos it was asked about."""

    def __init__(self, rows: Rows) -> None:
        self.held = {row["_id"]: (row.get("downloads"), row.get("downloadsAllTime")) for row in rows}
        self.asked: list[str] = []

    def __call__(self, oids: Collection[str]) -> dict[str, Counters]:
        self.asked += oids
        return {oid: self.held[oid] for oid in oids if oid in self.held}


def look(world: World, kind: Kind = "model") -> float | None:
    """What is seen on DAY by somebody who has the snapshot of the day before."""
    before = world.day(DAY - dt.timedelta(1)).rows(f"{kind}s")  # type: ignore[arg-type]
    with SampleHub(world) as hub:
        hub.set_day(DAY)
        return moved_since(HubClient(quick(hub.url)), kind, Snapshot(before))


@pytest.mark.parametrize(
    ("event", "refreshed"), [(None, True), (HalfStall(6), False), (AllTimeStall(6), False), (Freeze(6), False)]
)
def test_half_a_refresh_is_none(event: Event | None, refreshed: bool) -> None:
    share = look(CALM.playing(event) if event else CALM)
    assert share is not None
    assert share >= 0.9 if refreshed else share < REFRESHED


def test_datasets_are_looked_at_alike() -> None:
    assert (look(CALM, "dataset") or 0) > REFRESHED > (look(CALM.playing(HalfStall(6)), "dataset") or 0)


def listed(models: list[Any], before: Rows) -> tuple[float | None, Snapshot, int]:
    """The look at spelt-out rows: the share, what was asked for, and the number of requests."""
    world = FixedWorld({DAY: HubDay(DAY, models, [], {})})
    snapshot = Snapshot(before)
    with SampleHub(world) as hub:
        share = moved_since(HubClient(quick(hub.url)), "model", snapshot)
        return share, snapshot, len(hub.requests)


def old(number: int, **changed: Any) -> Row:
    return model(number, createdAt="2023-05-05T00:00:00.000Z") | changed


def young(number: int, **changed: Any) -> Row:
    return model(number, createdAt="2026-09-01T00:00:00.000Z", downloads=1_000, trendingScore=50) | changed


def test_a_hub_without_recent_repos_is_judged_by_the_most_downloaded() -> None:
    before = [old(n) for n in range(1, 40)]
    share, snapshot, requests = listed([old(n, downloadsAllTime=1000 * n + 7) for n in range(1, 40)], before)
    assert (share, requests) == (1, 2)
    assert len(snapshot.asked) == 39


@pytest.mark.parametrize("recent", [FEW_RECENT - 1, FEW_RECENT])
def test_a_few_recent_repos_tell_nothing(recent: int) -> None:
    standing = [young(n) for n in range(100, 100 + recent)]
    moved = [old(n, downloads=10_000 + n, downloadsAllTime=1000 * n + 7) for n in range(1, 40)]
    share, _, _ = listed([*moved, *standing], [*(old(n, downloads=10_000 + n) for n in range(1, 40)), *standing])
    assert share == (pytest.approx(39 / (39 + recent)) if recent < FEW_RECENT else 0)


def test_recent_repos_with_few_downloads_are_not_asked_about() -> None:
    standing = [young(n, downloads=20) for n in range(100, 140)]
    moved = [old(n, downloads=10_000, downloadsAllTime=1000 * n + 7) for n in range(1, 101)]
    share, snapshot, _ = listed([*moved, *standing], [*(old(n) for n in range(1, 101)), *standing])
    assert share == 1 and len(snapshot.asked) == 100


def test_the_counter_of_thirty_days_counts_only_where_the_other_is_unknown() -> None:
    before = [old(n) for n in range(1, 40)]
    assert listed([old(n, downloads=100 * n + 7) for n in range(1, 40)], before)[0] == 0
    unknown = [{k: v for k, v in row.items() if k != "downloadsAllTime"} for row in before]
    assert listed([old(n, downloads=100 * n + 7) for n in range(1, 40)], unknown)[0] == 1
    assert listed([old(n, downloads=None, downloadsAllTime=None) for n in range(1, 40)], before)[0] is None


def test_nothing_known_tells_nothing() -> None:
    assert listed([old(n) for n in range(1, 40)], [])[0] is None
    assert listed([], [old(1)])[0] is None


@pytest.mark.parametrize(
    "created", ["yesterday", "2026-09-01", "2026-09-01T00:00:00", "99999-01-01T00:00:00Z", "", 5, None, [], {}]
)
def test_rows_whose_creation_cannot_be_read_say_nothing_of_recent_ones(created: object) -> None:
    odd = [young(n, createdAt=created) for n in range(100, 140)]
    moved = [old(n, downloads=10_000, downloadsAllTime=1000 * n + 7) for n in range(1, 101)]
    share, _, _ = listed([*moved, *odd], [*(old(n) for n in range(1, 101)), *odd])
    assert share == 1
