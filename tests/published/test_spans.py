"""What a repo gained in exactly so many days, from its days alone."""

import datetime as dt
from typing import Any

import pytest

from pipeline.published.repo_series import Day, downloads, likes
from pipeline.published.spans import NOT_OBSERVED, Series, gain_between, gain_of_days

FIRST = dt.date(2026, 11, 1)


def series(values: dict[int, int | None], hours: dict[int, int] | None = None, **more: Any) -> Series:
    """Days after the first with their likes and downloads; `hours`: that of the day, 9 where it is not said."""
    purged = more.pop("purged", {})
    days = [
        Day(
            date, "model", "6" * 24, "owner/name", "observed", None, dt.datetime.combine(date, dt.time(9)), 1, value, value, 1.0,
            value, None if value is None else value + sum(likes for day, likes in purged.items() if day <= date),
        )
        for after, value in values.items()
        for date in [FIRST + dt.timedelta(after)]
    ]  # fmt: skip
    counted = {
        day.date: dt.datetime.combine(day.date, dt.time((hours or {}).get((day.date - FIRST).days, 9))) for day in days
    }
    return Series(days, counted, more.pop("created_at", dt.datetime(2025, 1, 1)), **more)


def day(after: int) -> dt.date:
    return FIRST + dt.timedelta(after)


@pytest.mark.parametrize(
    ("one", "n", "gained"),
    [
        (series({0: 100, 1: 110}), 1, 10),
        (series({0: 100, 1: 150, 2: 160}, {1: 13, 2: 9}), 1, 17),  # 24 of 28 hours after the first: 142.86
        (series({0: 100, 3: 160}), 1, 20),  # a gap: a day's part of three
        (series({0: 100, 1: None, 2: 160}), 1, 30),
        (series({0: 100, 1: 90}), 1, -10),
        (series({0: 101, 1: 100, 3: 101}, {}), 2, 1),
    ],
)
def test_a_gain_lies_on_the_line_between_observations(one: Series, n: int, gained: int) -> None:
    last = one.days[-1].date
    for counter in (likes, downloads):
        gain = gain_of_days(one, counter, last, n)
        assert (gain.gained, gain.days, gain.reason) == (gained, n, None)


def test_what_was_not_observed_near_enough_is_not_known() -> None:
    assert gain_of_days(series({0: 100, 5: 160}), likes, day(5), 1).reason == NOT_OBSERVED
    assert gain_of_days(series({0: 0, 1: 10, 7: 100, 9: 110}), likes, day(9), 7).gained == 88, (
        "the seventh day is too far from it"
    )
    assert gain_of_days(series({0: 100}), likes, day(0), 1).reason == NOT_OBSERVED


def test_a_younger_repo_gained_all_it_has() -> None:
    one = series({5: 100, 6: 160}, created_at=dt.datetime(2026, 11, 5, 21))
    gain = gain_of_days(one, likes, day(6), 7)
    assert (gain.gained, gain.days) == (160, 1.5)


def test_likes_that_the_hub_took_away_are_no_loss() -> None:
    one = series({0: 100, 1: 40, 2: 50}, purged={day(1): 70})
    assert gain_of_days(one, likes, day(2), 1).gained == 10
    assert gain_of_days(one, likes, day(2), 2).gained == gain_between(one, likes, day(0), day(2)).gained == 20
    assert gain_of_days(one, downloads, day(2), 2).gained == -50
