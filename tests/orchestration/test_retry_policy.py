import datetime as dt
import os
import signal
import threading

import dagster as dg
import duckdb
import pytest
from dagster._utils.interrupts import capture_interrupts, raise_interrupts_as
from hypothesis import given
from hypothesis import strategies as st

from pipeline import errors
from pipeline.notes import Note
from pipeline.orchestration.failure_hooks import build_failure_tags, translate_errors
from pipeline.orchestration.retry_policy import Attempt, find_next_attempt, skip_reason
from pipeline.orchestration.run_liveness import ERROR_TAG, RETRYABLE_TAG

MINUTES = (30, 60, 120, 240)
DAY = dt.date(2026, 11, 20)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time(hour, minute, tzinfo=dt.UTC))


def failed_attempt(hour: int, minute: int = 0, why: str = "HubUnreachable", *, retryable: bool = True) -> Attempt:
    return Attempt("failed", at(hour, minute), why, retryable)


def test_retryable_errors():
    classes = [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.AlmanacError)
    ]
    assert {error_class.__name__ for error_class in classes if error_class.retryable} == {
        "HubUnreachable", "HubBroken", "RejectedDay", "WrongClock", "TooFewRepos", "DamagedSpool"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cause", "was_canceled", "tags"),
    [
        (errors.TooFewRepos(Note("unchanged")), False, {ERROR_TAG: "TooFewRepos", RETRYABLE_TAG: "true"}),
        (errors.HubRefusal(Note("unchanged")), False, {ERROR_TAG: "HubRefusal", RETRYABLE_TAG: "false"}),
        (
            dg.DagsterExecutionInterruptedError(),
            False,
            {ERROR_TAG: "DagsterExecutionInterruptedError", RETRYABLE_TAG: "true"},
        ),
        (dg.DagsterExecutionInterruptedError(), True, {ERROR_TAG: "Canceled", RETRYABLE_TAG: "false"}),
        (ZeroDivisionError(), False, {ERROR_TAG: "ZeroDivisionError", RETRYABLE_TAG: "false"}),
    ],
)
def test_a_failed_run_records_whether_it_is_retryable(cause: Exception, was_canceled: bool, tags: dict[str, str]):
    failure = dg.Failure("message")
    failure.__cause__ = cause
    assert (
        build_failure_tags(failure, was_canceled=was_canceled)
        == build_failure_tags(cause, was_canceled=was_canceled)
        == tags
    )


def test_a_stop_in_a_query_is_retryable():
    """DuckDB raises its own error from Dagster's."""
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    with capture_interrupts(), raise_interrupts_as(dg.DagsterExecutionInterruptedError), duckdb.connect() as con:
        con.execute("SET threads = 1")  # the main thread executes the query, and sees signals
        timer.start()
        with pytest.raises(dg.Failure) as raised, translate_errors():
            con.execute("SELECT count(*) FROM range(5_000_000_000) t WHERE hash(t.range) = 0").fetchall()
    assert build_failure_tags(raised.value)[RETRYABLE_TAG] == "true"


@pytest.mark.parametrize(
    ("attempts", "due"),
    [
        ([failed_attempt(9, 2)], at(9, 32)),
        ([failed_attempt(9, 2), failed_attempt(9, 40)], at(10, 40)),
        ([failed_attempt(9, 2), failed_attempt(9, 40), failed_attempt(10, 50)], at(12, 50)),
        ([failed_attempt(9, 2), failed_attempt(9, 40), failed_attempt(10, 50), failed_attempt(13)], at(17)),
        (
            [
                failed_attempt(9, 2),
                failed_attempt(9, 40),
                failed_attempt(10, 50),
                failed_attempt(13),
                failed_attempt(17, 1),
            ],
            None,
        ),  # bounded
        ([failed_attempt(9, why="HubRefusal", retryable=False)], None),  # a person must fix the token
        ([failed_attempt(9, why="", retryable=False)], None),
        ([failed_attempt(9), Attempt("succeeded", at(10))], None),
        ([failed_attempt(9), Attempt("running")], None),
        ([failed_attempt(9), Attempt("canceled", at(10))], None),
        ([failed_attempt(23, 45)], None),  # the retry would be due tomorrow
        ([], None),
    ],
)
def test_retries_back_off_and_end(attempts: list[Attempt], due: dt.datetime | None):
    assert (
        find_next_attempt(
            attempts, at(23, 50) if attempts and attempts[0].ended_at == at(23, 45) else at(9, 3), MINUTES
        )
        == due
    )


def test_skip_reasons():
    refused = failed_attempt(9, why="HubRefusal", retryable=False)
    for attempts, now, parameter in (
        ([], at(8), "09:00"),
        ([Attempt("running")], at(9), str(DAY)),
        ([Attempt("succeeded", at(9))], at(9), "succeeded"),
        ([Attempt("canceled", at(9))], at(9), "canceled"),
        ([refused], at(10), "HubRefusal"),
        ([failed_attempt(9)], at(9, 29), "09:30"),
        ([failed_attempt(9)] * 5, at(12), "5"),
    ):
        assert parameter in (skip_reason(attempts, now, MINUTES) or "")
    assert skip_reason([failed_attempt(9)], at(9, 30), MINUTES) is None


OUTCOME_LISTS = st.lists(
    st.tuples(st.sampled_from(["failed", "succeeded", "canceled", "running"]), st.integers(0, 1439), st.booleans())
)


@given(OUTCOME_LISTS, st.integers(0, 1439), st.lists(st.integers(0, 1440), max_size=5))
def test_retries_are_bounded_and_on_the_same_day(
    outcomes: list[tuple[str, int, bool]], minute: int, minutes: list[int]
):
    now = at(0) + dt.timedelta(minutes=minute)
    attempts = [
        Attempt(status, at(0) + dt.timedelta(minutes=end_minute), "", retryable)
        for status, end_minute, retryable in outcomes
    ]
    due = find_next_attempt(attempts, now, minutes)
    if due is not None:
        assert due.date() == DAY
        assert attempts[-1].status == "failed" and attempts[-1].retryable
        assert sum(attempt.status == "failed" for attempt in attempts) <= len(minutes)
    is_due = skip_reason(attempts, now, minutes) is None
    assert is_due == (due is not None and due <= now)
