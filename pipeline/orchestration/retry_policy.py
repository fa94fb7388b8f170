"""When a failed day is retried. Pure: times and outcomes of runs go in, a decision comes out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

RETAKES = 2  # of a day whose snapshot came before the Hub's refresh


@dataclass(frozen=True)
class Attempt:
    """The outcome of a run of the day. Of a failed one: `why`, the error's name, and whether it may succeed later without help. Times are UTC."""

    status: str  # ended: succeeded, failed, cancelled; else: going
    ended: dt.datetime | None = None
    why: str = ""
    retryable: bool = False


def next_try(attempts: Sequence[Attempt], now: dt.datetime, minutes: Sequence[float]) -> dt.datetime | None:
    """When a day with these attempts (oldest first) is due again; None when it is not, or not without help.

    Only after a retryable failure, `minutes` after the first, second, … of them ended, and on the same UTC day.
    """
    failed = [one for one in attempts if one.status == "failed"]
    if not attempts or attempts[-1].status != "failed" or not attempts[-1].retryable or len(failed) > len(minutes):
        return None
    due = (attempts[-1].ended or now) + dt.timedelta(minutes=minutes[len(failed) - 1])
    return due if due.date() == now.date() else None


def skip_reason(attempts: Sequence[Attempt], now: dt.datetime, minutes: Sequence[float]) -> str | None:
    """Why the day is not retried now; None when it is due."""
    if not attempts:
        return f"{now:%Y-%m-%d} was not tried yet; the schedule asks for it at 09:00 UTC."
    last = attempts[-1]
    if last.status == "going":
        return "A run of today is going on."
    if last.status != "failed":
        return f"The last run of {now:%Y-%m-%d} {last.status}."
    if not last.retryable:
        return f"The last run failed for a reason that does not pass by itself ({last.why or 'see its log'})."
    due = next_try(attempts, now, minutes)
    if due is None:
        return f"{now:%Y-%m-%d} is given up after {sum(one.status == 'failed' for one in attempts)} failed attempts."
    return None if now >= due else f"The next attempt is due at {due:%H:%M} UTC."
