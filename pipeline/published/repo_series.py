"""A repo day by day, as `almanac history` and `almanac compare` tell it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from pipeline.sql import statement


@dataclass(frozen=True)
class Day:
    """A repo on a day; all that was observed is None where `status` is unobserved.

    `counted` and `liked`: its counters as store.measured_of has them, None where they are no observation; `corrected`: the counter counts from
    here, and is not to be compared with what was before.
    """

    date: dt.date
    kind: str
    oid: str
    id: str | None
    status: str
    reason: str | None
    observed_at: dt.datetime | None
    downloads: int | None
    downloads_all_time: int | None
    likes: int | None
    trending_score: float | None
    counted: int | None = None
    liked: int | None = None
    corrected: bool = False


@dataclass(frozen=True)
class Gain:
    """What was gained over `days` days, to the second; `reason` when it is not known."""

    gained: int | None = None
    days: float | None = None
    reason: str | None = None

    @property
    def rate(self) -> float | None:
        """A day."""
        return self.gained / self.days if self.gained is not None and self.days else None


Counter = Callable[[Day], int | None]


def likes(day: Day) -> int | None:
    """The counter of likes."""
    return day.liked


def downloads(day: Day) -> int | None:
    """The counter of all downloads."""
    return day.counted


def days_of(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, list[Day]]:
    """kind: every day since it was first seen, of the repos that last bore the name; empty for an unknown one."""
    made: dict[str, list[Day]] = {}
    for row in con.execute(statement("published/days_of_repo"), {"id": name}).fetchall():
        made.setdefault(row[1], []).append(Day(*row))
    return made


def steps(days: Sequence[Day], counter: Counter) -> list[Gain]:
    """For each day what was gained since the observation before it; an empty Gain where it was not counted."""
    made: list[Gain] = []
    before: Day | None = None
    for day in days:
        made.append(between(before, day, counter))
        if counter(day) is not None:
            before = day
    return made


def between(before: Day | None, after: Day, counter: Counter) -> Gain:
    """What was gained from one observation to a later one."""
    then, now = counter(before) if before else None, counter(after)
    if before is None or then is None or now is None or before.observed_at is None or after.observed_at is None:
        return Gain(reason=after.reason or "not_counted")
    if counter is downloads and after.corrected:
        return Gain(reason="corrected")
    return Gain(now - then, (after.observed_at - before.observed_at).total_seconds() / 86_400)


def over(days: Sequence[Day], counter: Counter, first: dt.date, last: dt.date) -> Gain:
    """What was gained from day `first` to day `last`, on both of which it was counted."""
    held = {day.date: day for day in days}
    if counter is downloads and any(first < day.date <= last and day.corrected for day in days):
        return Gain(reason="corrected")
    return between(held[first], held[last], counter)


def common_days(series: Sequence[Sequence[Day]], counter: Counter, since: dt.date) -> list[dt.date]:
    """The days from `since` on which all of them were counted, ascending."""
    counted = [{day.date for day in days if day.date >= since and counter(day) is not None} for days in series]
    return sorted(set.intersection(*counted)) if counted else []


def rates(days: Sequence[Day], counter: Counter, dates: Sequence[dt.date]) -> list[float | None]:
    """Gained a day, for each of `dates`; None where it was not counted."""
    told: dict[dt.date, float | None] = {
        day.date: gain.rate for day, gain in zip(days, steps(days, counter), strict=True)
    }
    return [told.get(date) for date in dates]
