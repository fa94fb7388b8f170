import datetime as dt
from typing import Any

import pytest

from pipeline.cli.compare import compare_series
from pipeline.published.repo_series import RepoDay, read_downloads, read_likes
from pipeline.published.spans import NOT_OBSERVED, Series, interpolate_gain, measure_gain_by_hour

FIRST = dt.date(2026, 11, 1)


def build_series(values: dict[int, int | None], hours: dict[int, int] | None = None, **more: Any) -> Series:
    """A series with equal likes and downloads. Keys: days after FIRST; `hours`: hour of the observation, default 9."""
    purged_likes = more.pop("purged", {})
    days = [
        RepoDay(
            date, "model", "6" * 24, "owner/name", "observed", None, dt.datetime.combine(date, dt.time(9)), 1, value, value, 1.0, None,
            value, None if value is None else value + sum(likes for day, likes in purged_likes.items() if day <= date),
        )
        for after, value in values.items()
        for date in [FIRST + dt.timedelta(after)]
    ]  # fmt: skip
    hours_by_date = {
        day.date: dt.datetime.combine(day.date, dt.time((hours or {}).get((day.date - FIRST).days, 9))) for day in days
    }
    return Series(days, hours_by_date, more.pop("created_at", dt.datetime(2025, 1, 1)), **more)


def day(after: int) -> dt.date:
    return FIRST + dt.timedelta(after)


@pytest.mark.parametrize(
    ("series", "n", "expected_gain"),
    [
        (build_series({0: 100, 1: 110}), 1, 10),
        (build_series({0: 100, 1: 150, 2: 160}, {1: 13, 2: 9}), 1, 17),  # 24 of 28 hours after FIRST: 142.86
        (build_series({0: 100, 3: 160}), 1, 20),  # a gap: one day of three
        (build_series({0: 100, 1: None, 2: 160}), 1, 30),
        (build_series({0: 100, 1: 90}), 1, -10),
        (build_series({0: 101, 1: 100, 3: 101}, {}), 2, 1),
    ],
)
def test_gains_are_interpolated_between_observations(series: Series, n: int, expected_gain: int) -> None:
    last = series.days[-1].date
    for counter in (read_likes, read_downloads):
        gain = interpolate_gain(series, counter, last, n)
        assert (gain.amount, gain.days, gain.reason) == (expected_gain, n, None)


def test_a_gain_is_unknown_without_a_near_observation() -> None:
    assert interpolate_gain(build_series({0: 100, 5: 160}), read_likes, day(5), 1).reason == NOT_OBSERVED
    assert interpolate_gain(build_series({0: 0, 1: 10, 7: 100, 9: 110}), read_likes, day(9), 7).amount == 88, (
        "day 7 is too far from day 2"
    )
    assert interpolate_gain(build_series({0: 100}), read_likes, day(0), 1).reason == NOT_OBSERVED


def test_a_younger_repo_gained_all_it_has() -> None:
    series = build_series({5: 100, 6: 160}, created_at=dt.datetime(2026, 11, 5, 21))
    gain = interpolate_gain(series, read_likes, day(6), 7)
    assert (gain.amount, gain.days) == (160, 1.5)


def test_purged_likes_are_not_a_loss() -> None:
    series = build_series({0: 100, 1: 40, 2: 50}, purged={day(1): 70})
    assert interpolate_gain(series, read_likes, day(2), 1).amount == 10
    assert (
        interpolate_gain(series, read_likes, day(2), 2).amount
        == measure_gain_by_hour(series, read_likes, day(0), day(2)).amount
        == 20
    )
    assert interpolate_gain(series, read_downloads, day(2), 2).amount == -50


def test_repos_are_compared_up_to_their_last_common_day_however_long_ago() -> None:
    lost, other = build_series({0: 100, 3: 130, 5: 160, 6: None}), build_series({after: after for after in range(30)})
    for days, gains in ((2, [30, 2]), (3, [40, 3]), (7, [60, 5])):
        comparison = compare_series({"lost/repo": lost, "other/repo": other}, days)
        for counter in ("likes", "downloads"):
            assert comparison[f"{counter}_dates"][-1] == str(day(5))
            assert comparison[f"{counter}_from"] == str(day(max(5 - days, 0)))
            assert [row[f"{counter}_gained"] for row in comparison["repos"]] == gains
    apart = compare_series({"lost/repo": lost, "other/repo": build_series({10: 1, 11: 2})}, 7)
    assert apart["likes_dates"] == [] and {row["likes_reason"] for row in apart["repos"]} == {"no_common_days"}
