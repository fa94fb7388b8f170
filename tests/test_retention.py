"""Deletion by age removes only old records, even if a clock jumped."""

import datetime as dt
from pathlib import Path

import dagster as dg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Home
from pipeline.crawl.manifest import FinishRecord, Header
from pipeline.crawl.snapshot import delete_expired_spools
from pipeline.crawl.spool import list_spooled_days, start_or_resume
from pipeline.orchestration.run_ownership import home_tags
from pipeline.orchestration.run_retention import delete_runs, find_retention_cutoff
from pipeline.retention import MAX_GAP_DAYS, find_oldest_kept_day
from tests.fixtures.records import open_instance

TODAY = dt.date(2026, 11, 20)
DAYS = [TODAY - dt.timedelta(days) for days in range(60)]
ONE_DAY = dt.timedelta(1)


def test_in_daily_use_age_is_calendar_age():
    assert find_oldest_kept_day(DAYS, TODAY, 30) == TODAY - dt.timedelta(30)
    assert find_oldest_kept_day([], TODAY, 30) == find_oldest_kept_day([TODAY], TODAY, 30) == TODAY - dt.timedelta(30)
    assert find_oldest_kept_day(DAYS[::MAX_GAP_DAYS], TODAY, 30) == TODAY - dt.timedelta(30)


@pytest.mark.parametrize("ahead", [8, 40, 400, 4000, 400_000])
def test_a_clock_that_jumps_ahead_expires_nothing(ahead: int):
    for keep in (1, 2, 30, 400):
        wrong_today = TODAY + dt.timedelta(ahead)
        assert find_oldest_kept_day(DAYS, wrong_today, keep) <= TODAY - dt.timedelta(keep - 1)
        # nor after its correction; days with the wrong clock count as days of use
        wrong = [wrong_today, wrong_today + ONE_DAY, wrong_today + 2 * ONE_DAY]
        assert find_oldest_kept_day([*DAYS, *wrong], TODAY + ONE_DAY, keep) == TODAY + ONE_DAY - dt.timedelta(keep)
        if keep > 3:
            assert find_oldest_kept_day([*DAYS, *wrong], wrong[-1], keep) == TODAY - dt.timedelta(keep - 3)


@given(st.sets(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), max_size=60), st.dates(), st.integers(1, 999_999))
def test_the_kept_days_are_bounded(days: set[dt.date], today: dt.date, keep: int):
    first = find_oldest_kept_day(days, today, keep)
    assert first <= today
    assert len([day for day in days if first <= day < today]) <= keep
    if today.toordinal() > keep:
        assert first <= today - dt.timedelta(keep)  # never earlier than by the calendar


def test_pages_survive_a_jump_of_both_clocks(tmp_path: Path):
    """Almanac compares the Hub's clock with this machine's, which cannot help when both are wrong."""
    now = dt.datetime.now(dt.UTC)
    days = [now.date() - dt.timedelta(1000 + before) for before in range(5)]
    for day in days:
        spool = start_or_resume(tmp_path, Header(day, "leaders", "http://hub", "plan"))
        spool.finish(FinishRecord(now, now, 1))
    assert delete_expired_spools(tmp_path, now.date(), days=5) == []
    assert delete_expired_spools(tmp_path, now.date(), days=4) == [days[-1]]
    assert [day for day, _ in list_spooled_days(tmp_path)] == sorted(days[:-1])
    assert delete_expired_spools(tmp_path, days[0], days=999_999) == []


def test_dagsters_records_survive_a_jump(home: Home):
    @dg.job
    def small() -> None:
        return None

    now = dt.datetime.now(dt.UTC)
    with open_instance(home) as instance:
        for before in range(5):
            tags = {**home_tags(home), "dagster/partition": str(now.date() - before * ONE_DAY)}
            instance.create_run_for_job(small, status=dg.DagsterRunStatus.SUCCESS, tags=tags)
        for jump in (0, 100, 1000, 3650):
            for keep in (5, 400):
                before = find_retention_cutoff(instance, home, now + dt.timedelta(jump), keep)
                assert before < now - dt.timedelta(keep - 2) and delete_runs(instance, home, before) == 0
        assert len(instance.get_runs()) == 5
        assert find_retention_cutoff(instance, home, now, 2).date() == now.date() - 2 * ONE_DAY


def test_days_of_other_teams_do_not_shorten_retention(home: Home):
    """Each day with a run counts as a day of age: another team's days in a gap of ours would age our runs."""

    @dg.job
    def small() -> None:
        return None

    now = dt.datetime.now(dt.UTC)
    with open_instance(home) as instance:

        def record(before: int, **tags: str) -> None:
            day = str(now.date() - before * ONE_DAY)
            instance.create_run_for_job(
                small, status=dg.DagsterRunStatus.SUCCESS, tags={**tags, "dagster/partition": day}
            )

        record(100, **home_tags(home))
        alone = find_retention_cutoff(instance, home, now, 5)
        for before in range(1, 20):
            record(before)
            record(before, **home_tags(Home(home.root.parent / "another")))
        assert find_retention_cutoff(instance, home, now, 5) == alone
        assert alone.date() < now.date() - 100 * ONE_DAY
