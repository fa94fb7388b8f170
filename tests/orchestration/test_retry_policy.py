"""When a day is tried again: pure decisions."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.orchestration.retry_policy import PASSING, Attempt, next_try, why_not_again

MINUTES = (30, 60, 120, 240)
DAY = dt.date(2026, 11, 20)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time(hour, minute, tzinfo=dt.UTC))


def failed(hour: int, minute: int = 0, why: str = "HubUnreachable") -> Attempt:
    return Attempt("failed", at(hour, minute), why)


@pytest.mark.parametrize(
    ("attempts", "due"),
    [
        ([failed(9, 2)], at(9, 32)),
        ([failed(9, 2), failed(9, 40)], at(10, 40)),
        ([failed(9, 2), failed(9, 40), failed(10, 50)], at(12, 50)),
        ([failed(9, 2), failed(9, 40), failed(10, 50), failed(13)], at(17)),
        ([failed(9, 2), failed(9, 40), failed(10, 50), failed(13), failed(17, 1)], None),  # bounded
        ([failed(9, why="HubRefused")], None),  # a token does not mend itself
        ([failed(9, why="WarehouseError")], None),
        ([failed(9, why="")], None),
        ([failed(9, why="ProcessGone")], at(9, 30)),
        ([failed(9, why="DayRefused")], at(9, 30)),  # the Hub is asked again
        ([failed(9, why="WrongClock")], at(9, 30)),
        ([failed(9), Attempt("succeeded", at(10))], None),
        ([failed(9), Attempt("going")], None),
        ([failed(9), Attempt("was cancelled", at(10))], None),
        ([failed(23, 45)], None),  # tomorrow the Hub cannot be asked about today
        ([], None),
    ],
)
def test_it_is_tried_again_later_and_later_and_not_for_ever(attempts: list[Attempt], due: dt.datetime | None):
    assert next_try(attempts, at(23, 50) if attempts and attempts[0].ended == at(23, 45) else at(9, 3), MINUTES) == due


def test_it_says_why_it_is_not_tried_again():
    assert "schedule" in (why_not_again([], at(8), MINUTES) or "")
    assert "going on" in (why_not_again([Attempt("going")], at(9), MINUTES) or "")
    assert "succeeded" in (why_not_again([Attempt("succeeded", at(9))], at(9), MINUTES) or "")
    assert "HubRefused" in (why_not_again([failed(9, why="HubRefused")], at(10), MINUTES) or "")
    assert "due at 09:30" in (why_not_again([failed(9)], at(9, 29), MINUTES) or "")
    assert "given up after 2" in (why_not_again([failed(9), failed(10)], at(12), (30,)) or "")
    assert why_not_again([failed(9)], at(9, 30), MINUTES) is None


reasons = st.sampled_from([*sorted(PASSING), "HubRefused", ""])
some = st.lists(
    st.tuples(st.sampled_from(["failed", "succeeded", "was cancelled", "going"]), st.integers(0, 1439), reasons)
)


@given(some, st.integers(0, 1439), st.lists(st.integers(0, 1440), max_size=5))
def test_whatever_happened_it_is_bounded_and_of_today(
    told: list[tuple[str, int, str]], minute: int, minutes: list[int]
):
    now = at(0) + dt.timedelta(minutes=minute)
    attempts = [Attempt(status, at(0) + dt.timedelta(minutes=ended), why) for status, ended, why in told]
    due = next_try(attempts, now, minutes)
    if due is not None:
        assert due.date() == DAY
        assert attempts[-1].status == "failed" and attempts[-1].why in PASSING
        assert sum(one.status == "failed" for one in attempts) <= len(minutes)
    again = why_not_again(attempts, now, minutes) is None
    assert again == (due is not None and due <= now)
