"""Decide when to retry a failed day, from its runs. Pure functions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

MAX_RECRAWLS = 2  # per day


@dataclass(frozen=True)
class Attempt:
    """The outcome of a run. Times are UTC; `error_name` and `retryable` describe a failure."""

    status: str  # succeeded, failed, canceled or running
    ended_at: dt.datetime | None = None
    error_name: str = ""
    retryable: bool = False


def find_next_attempt(attempts: Sequence[Attempt], now: dt.datetime, minutes: Sequence[float]) -> dt.datetime | None:
    """Return when to retry a day after these attempts (oldest first), or None.

    Only after a retryable failure, on the same UTC day. `minutes`: delay after each failure.
    """
    failures = [attempt for attempt in attempts if attempt.status == "failed"]
    if not attempts or attempts[-1].status != "failed" or not attempts[-1].retryable or len(failures) > len(minutes):
        return None
    due_at = (attempts[-1].ended_at or now) + dt.timedelta(minutes=minutes[len(failures) - 1])
    return due_at if due_at.date() == now.date() else None


def skip_reason(attempts: Sequence[Attempt], now: dt.datetime, minutes: Sequence[float]) -> str | None:
    """Return why the day is not retried now; None if the retry is due."""
    if not attempts:
        return f"No run of {now:%Y-%m-%d} yet; the schedule starts one at 09:00 UTC."
    last_attempt = attempts[-1]
    if last_attempt.status == "running":
        return f"A run of {now:%Y-%m-%d} is in progress."
    if last_attempt.status != "failed":
        return f"The last run of {now:%Y-%m-%d} {'was canceled' if last_attempt.status == 'canceled' else last_attempt.status}."
    if not last_attempt.retryable:
        return (
            f"The last run failed with an error that a retry does not fix ({last_attempt.error_name or 'see its log'})."
        )
    due_at = find_next_attempt(attempts, now, minutes)
    if due_at is None:
        failure_count = sum(attempt.status == "failed" for attempt in attempts)
        return f"No more retries of {now:%Y-%m-%d} after {failure_count} failed attempt{'s' * (failure_count != 1)}."
    return None if now >= due_at else f"The next retry is due at {due_at:%H:%M} UTC."
