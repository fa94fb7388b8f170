"""When a failed day is retried. Pure: times and outcomes of runs go in, a decision comes out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

MAX_RECRAWLS = 2  # of a day whose snapshot came before the Hub's refresh


@dataclass(frozen=True)
class Attempt:
    """The outcome of a run of the day. Of a failed one: `error_name`, the error's name, and whether it may succeed later without help. Times are UTC."""

    status: str  # ended: succeeded, failed, cancelled; else: going
    ended_at: dt.datetime | None = None
    error_name: str = ""
    retryable: bool = False


def find_next_attempt(attempts: Sequence[Attempt], now: dt.datetime, minutes: Sequence[float]) -> dt.datetime | None:
    """When a day with these attempts (oldest first) is due again; None when it is not, or not without help.

    Only after a retryable failure, `minutes` after the first, second, … of them ended, and on the same UTC day.
    """
    failures = [attempt for attempt in attempts if attempt.status == "failed"]
    if not attempts or attempts[-1].status != "failed" or not attempts[-1].retryable or len(failures) > len(minutes):
        return None
    due_at = (attempts[-1].ended_at or now) + dt.timedelta(minutes=minutes[len(failures) - 1])
    return due_at if due_at.date() == now.date() else None


def skip_reason(attempts: Sequence[Attempt], now: dt.datetime, minutes: Sequence[float]) -> str | None:
    """Why the day is not retried now; None when it is due."""
    if not attempts:
        return f"{now:%Y-%m-%d} was not tried yet; the schedule asks for it at 09:00 UTC."
    last_attempt = attempts[-1]
    if last_attempt.status == "going":
        return "A run of today is going on."
    if last_attempt.status != "failed":
        return f"The last run of {now:%Y-%m-%d} {last_attempt.status}."
    if not last_attempt.retryable:
        return f"The last run failed for a reason that does not pass by itself ({last_attempt.error_name or 'see its log'})."
    due_at = find_next_attempt(attempts, now, minutes)
    if due_at is None:
        return f"{now:%Y-%m-%d} is given up after {sum(attempt.status == 'failed' for attempt in attempts)} failed attempts."
    return None if now >= due_at else f"The next attempt is due at {due_at:%H:%M} UTC."
