"""Almanac refuses a wrong Hub clock, which decides the day, before it replaces or deletes anything."""

import datetime as dt
from pathlib import Path

import pytest

from pipeline.config import HubSettings, latest_day, trusts_hub_clock
from pipeline.crawl.progress import Progress
from pipeline.crawl.snapshot import delete_expired_spools
from pipeline.crawl.spool import list_spooled_days
from pipeline.errors import UsageError, WrongClock
from pipeline.hub_api.client import HubClient
from pipeline.sample_hub.server import SampleHub
from tests.conftest import quick
from tests.fixtures.crawls import Crawl


def patient(url: str, *, trust: bool) -> HubClient:
    return HubClient(HubSettings(url, False, attempts=2, first_wait=0.01, longest_wait=0.01, trust_clock=trust))


@pytest.mark.parametrize("hours", [-24 * 365, -24, -7, 7, 24, 24 * 365])
def test_a_clock_that_differs_by_hours_is_refused(hub: SampleHub, hours: float):
    hub.set_now(dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours))
    with pytest.raises(WrongClock):
        patient(hub.url, trust=False).probe()
    assert (
        patient(hub.url, trust=True).probe().hub_time.date()
        == (dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)).date()
    )


@pytest.mark.parametrize("hours", [-5, 0, 5])
def test_a_clock_that_differs_a_little_is_the_hubs(hub: SampleHub, hours: float):
    there = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
    hub.set_now(there)
    assert patient(hub.url, trust=False).probe().hub_time.date() == there.date()


@pytest.mark.parametrize(("text", "is_trusted"), [("", False), ("0", False), ("1", True)])
def test_the_switch_is_0_or_1(monkeypatch: pytest.MonkeyPatch, text: str, is_trusted: bool):
    monkeypatch.setenv("ALMANAC_TRUST_HUB_CLOCK", text)
    assert trusts_hub_clock() is is_trusted
    monkeypatch.setenv("ALMANAC_TRUST_HUB_CLOCK", "yes")
    with pytest.raises(UsageError):
        trusts_hub_clock()


def test_todays_rows_never_replace_an_earlier_day(take: Crawl, day: dt.date, root: Path):
    with pytest.raises(WrongClock):
        take(last_day=day + dt.timedelta(1))
    assert list_spooled_days(root) == []
    assert take(last_day=day).rows > 0


@pytest.mark.parametrize("jump", [dt.timedelta(days=-1), dt.timedelta(days=300), dt.timedelta(days=-300)])
def test_a_clock_that_jumps_within_a_crawl_is_refused(hub: SampleHub, take: Crawl, day: dt.date, jump: dt.timedelta):
    def report(progress: Progress) -> None:
        if progress.pages == 2:
            hub.set_now(dt.datetime.combine(day, dt.time(9), dt.UTC) + jump)

    with pytest.raises(WrongClock):
        take(report=report)
    hub.set_day(day)
    assert take().resumed_pages == 2


def test_midnight_may_pass_within_a_crawl(hub: SampleHub, take: Crawl, day: dt.date):
    hub.set_day(day, dt.time(23, 59))
    client = HubClient(quick(hub.url))
    assert client.probe().hub_time.date() == day

    def report(progress: Progress) -> None:
        if progress.pages == 2:
            hub.set_now(dt.datetime.combine(day + dt.timedelta(1), dt.time(0, 20), dt.UTC))

    assert take(report=report).header.day == day


def test_a_day_in_the_future_deletes_no_page(take: Crawl, root: Path, day: dt.date):
    take()
    ahead = latest_day() + dt.timedelta(days=365)
    assert delete_expired_spools(root, ahead, 1) == []
    assert [spool_day for spool_day, _ in list_spooled_days(root)] == [day]
    assert delete_expired_spools(root, day + dt.timedelta(2), 1) == [day]
