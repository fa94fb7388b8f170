"""When a day is tried again: pure decisions."""

import datetime as dt

import dagster as dg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import errors
from pipeline.orchestration.failure_hooks import failure_tags
from pipeline.orchestration.retry_policy import Attempt, next_try, skip_reason
from pipeline.orchestration.run_liveness import RETRYABLE, WHY

MINUTES = (30, 60, 120, 240)
DAY = dt.date(2026, 11, 20)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time(hour, minute, tzinfo=dt.UTC))


def failed(hour: int, minute: int = 0, why: str = "HubUnreachable", *, retryable: bool = True) -> Attempt:
    return Attempt("failed", at(hour, minute), why, retryable)


def test_errors_say_themselves_whether_a_later_run_may_succeed():
    classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.AlmanacError)]
    assert {one.__name__ for one in classes if one.retryable} == {
        "HubUnreachable", "HubBroken", "DayRefused", "WrongClock", "TooFew", "SpoolDamaged"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cause", "cancelled", "tags"),
    [
        (errors.TooFew("few"), False, {WHY: "TooFew", RETRYABLE: "true"}),
        (errors.HubRefused("no"), False, {WHY: "HubRefused", RETRYABLE: "false"}),
        (dg.DagsterExecutionInterruptedError(), False, {WHY: "DagsterExecutionInterruptedError", RETRYABLE: "true"}),
        (dg.DagsterExecutionInterruptedError(), True, {WHY: "Cancelled", RETRYABLE: "false"}),
        (ZeroDivisionError(), False, {WHY: "ZeroDivisionError", RETRYABLE: "false"}),
    ],
)
def test_a_failed_run_records_whether_it_may_be_retried(cause: Exception, cancelled: bool, tags: dict[str, str]):
    failure = dg.Failure("said")
    failure.__cause__ = cause
    assert failure_tags(failure, cancelled=cancelled) == failure_tags(cause, cancelled=cancelled) == tags


@pytest.mark.parametrize(
    ("attempts", "due"),
    [
        ([failed(9, 2)], at(9, 32)),
        ([failed(9, 2), failed(9, 40)], at(10, 40)),
        ([failed(9, 2), failed(9, 40), failed(10, 50)], at(12, 50)),
        ([failed(9, 2), failed(9, 40), failed(10, 50), failed(13)], at(17)),
        ([failed(9, 2), failed(9, 40), failed(10, 50), failed(13), failed(17, 1)], None),  # bounded
        ([failed(9, why="HubRefused", retryable=False)], None),  # a token does not mend itself
        ([failed(9, why="", retryable=False)], None),
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
    assert "schedule" in (skip_reason([], at(8), MINUTES) or "")
    assert "going on" in (skip_reason([Attempt("going")], at(9), MINUTES) or "")
    assert "succeeded" in (skip_reason([Attempt("succeeded", at(9))], at(9), MINUTES) or "")
    assert "HubRefused" in (skip_reason([failed(9, why="HubRefused", retryable=False)], at(10), MINUTES) or "")
    assert "due at 09:30" in (skip_reason([failed(9)], at(9, 29), MINUTES) or "")
    assert "given up after 2" in (skip_reason([failed(9), failed(10)], at(12), (30,)) or "")
    assert skip_reason([failed(9)], at(9, 30), MINUTES) is None


some = st.lists(
    st.tuples(st.sampled_from(["failed", "succeeded", "was cancelled", "going"]), st.integers(0, 1439), st.booleans())
)


@given(some, st.integers(0, 1439), st.lists(st.integers(0, 1440), max_size=5))
def test_whatever_happened_it_is_bounded_and_of_today(
    told: list[tuple[str, int, bool]], minute: int, minutes: list[int]
):
    now = at(0) + dt.timedelta(minutes=minute)
    attempts = [
        Attempt(status, at(0) + dt.timedelta(minutes=ended), "", retryable) for status, ended, retryable in told
    ]
    due = next_try(attempts, now, minutes)
    if due is not None:
        assert due.date() == DAY
        assert attempts[-1].status == "failed" and attempts[-1].retryable
        assert sum(one.status == "failed" for one in attempts) <= len(minutes)
    again = skip_reason(attempts, now, minutes) is None
    assert again == (due is not None and due <= now)
