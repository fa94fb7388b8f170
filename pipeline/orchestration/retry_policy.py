"""When a day is to be taken, and when it is to be tried again. Pure: times and what became of runs go in, a decision comes out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.orchestration.run_liveness import GONE

# What may pass without anybody's help, by the names of pipeline/errors.py; and a process that was stopped or is gone, unless it
# was cancelled in the UI. A refused token does not pass.
PASSING = frozenset(
    {
        "HubUnreachable",
        "HubBroken",
        "DayRefused",
        "WrongClock",
        "TooFew",
        "SpoolDamaged",
        "DagsterExecutionInterruptedError",
        GONE,
    }
)
RETAKES = 2  # of a day whose snapshot came before the Hub's refresh


@dataclass(frozen=True)
class Attempt:
    """What became of a run of the day. `why`: the error's name, of a failed one. Times are UTC."""

    status: str  # ended: succeeded, failed, cancelled; else: going
    ended: dt.datetime | None = None
    why: str = ""


def next_try(attempts: Sequence[Attempt], now: dt.datetime, minutes: Sequence[float]) -> dt.datetime | None:
    """When a day whose attempts these are (oldest first) is due again; None when it is not, or not without help.

    Only after a failure that may pass, `minutes` after the first, second, … of them ended, and on the same UTC day.
    """
    failed = [one for one in attempts if one.status == "failed"]
    if not attempts or attempts[-1].status != "failed" or attempts[-1].why not in PASSING or len(failed) > len(minutes):
        return None
    due = (attempts[-1].ended or now) + dt.timedelta(minutes=minutes[len(failed) - 1])
    return due if due.date() == now.date() else None


def why_not_again(attempts: Sequence[Attempt], now: dt.datetime, minutes: Sequence[float]) -> str | None:
    """Why nothing is to be tried again right now; None when it is."""
    if not attempts:
        return f"{now:%Y-%m-%d} was not tried yet; the schedule asks for it at 09:00 UTC."
    last = attempts[-1]
    if last.status == "going":
        return "A run of today is going on."
    if last.status != "failed":
        return f"The last run of {now:%Y-%m-%d} {last.status}."
    if last.why not in PASSING:
        return f"The last run failed for a reason that does not pass by itself ({last.why or 'see its log'})."
    due = next_try(attempts, now, minutes)
    if due is None:
        return f"{now:%Y-%m-%d} is given up after {sum(one.status == 'failed' for one in attempts)} failed attempts."
    return None if now >= due else f"The next attempt is due at {due:%H:%M} UTC."
