import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ranking import needs
from pipeline.ranking.needs import DAY, FULL_WEEK, GROWTH, MONTH, ONE_DAY, ONE_SNAPSHOT, TWO_WEEKS, WEEK, Need
from pipeline.ranking.registry import BOARDS

FIRST = dt.date(2026, 11, 29)
ALL = (ONE_SNAPSHOT, DAY, GROWTH, WEEK, FULL_WEEK, TWO_WEEKS, MONTH)


def time_of(number: int, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(FIRST + number * ONE_DAY, dt.time(hour))


def find_days_ahead(need: Need, *numbers: int) -> int | None:
    """Return how many days after the last of the snapshot days `numbers` the need is met."""
    expected_day = needs.find_expected_day(
        need, [time_of(number) for number in numbers], FIRST + numbers[-1] * ONE_DAY, time_of(numbers[-1])
    )
    return None if expected_day is None else (expected_day - FIRST).days - numbers[-1]


@pytest.mark.parametrize("need", ALL)
def test_a_daily_home_meets_each_need_at_its_age(need: Need) -> None:
    assert find_days_ahead(need, 0) == (need.days or None)
    for age in range(1, need.days + 5):
        assert find_days_ahead(need, *range(age + 1)) == (need.days - age if age < need.days else None)


@pytest.mark.parametrize(
    ("need", "days", "ahead"),
    [
        (DAY, (0, 5), 1),  # the last snapshot is too old for changes of a day
        (GROWTH, (0, 1, 4, 5), None),
        (GROWTH, (*range(20), 30), 3),
        (FULL_WEEK, (*range(20), 22), 7),  # not before the two missing days leave the week
        (WEEK, (*range(20), 28), None),  # interpolated between snapshots on both sides
        (WEEK, (*range(20), 34), 7),
        (TWO_WEEKS, (*range(20), 23), None),
        (TWO_WEEKS, (0, 20), 7),
        (MONTH, (0, 20), 10),
    ],
)
def test_after_a_gap_it_takes_longer(need: Need, days: tuple[int, ...], ahead: int | None) -> None:
    assert find_days_ahead(need, *days) == ahead


def test_a_first_evening_and_then_mornings_take_a_day_longer() -> None:
    times = [time_of(0, 22), *(time_of(number) for number in range(1, 8))]
    assert not needs.is_met(WEEK, times, times[-1])
    assert needs.find_expected_day(WEEK, times, FIRST + 7 * ONE_DAY, times[-1]) == FIRST + 8 * ONE_DAY


@given(st.sets(st.integers(0, 40), min_size=1), st.sampled_from(ALL))
def test_an_expected_day_comes_nearer_by_the_day(days: set[int], need: Need) -> None:
    numbers = [*sorted(days), *range(max(days) + 1, max(days) + 40)]
    start = len(days)
    ahead = [find_days_ahead(need, *numbers[:count]) for count in range(start, len(numbers) + 1)]
    while ahead and ahead[0] is not None:
        assert ahead[1:2] == [ahead[0] - 1 or None]
        ahead.pop(0)


def test_boards_need_no_more_for_their_first_rows() -> None:
    for board in BOARDS:
        first, full = (board.first_need.days, board.full_need.days)
        assert first <= full
    assert {(board.name, board.first_need.days, board.full_need.days) for board in BOARDS} >= {
        ("attention", 0, 7),
        ("adoption", 3, 7),
        ("breakout", 14, 14),
        ("hub", 0, 0),
    }
    assert all(a.days <= b.days for a, b in pairwise(ALL))
