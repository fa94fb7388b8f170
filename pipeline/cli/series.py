"""A repo day by day, as `almanac history` and `almanac compare` tell it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

NO_COUNT = ("frozen", "rolled_back", "unsound")
DAYS = """
WITH purged AS (
    SELECT r.kind, r.oid, p.date, CAST(sum(p.likes) OVER (PARTITION BY p.repo ORDER BY p.date) AS BIGINT) AS likes
    FROM store.purge p JOIN store.repo r ON r.repo = p.repo
    WHERE p.repo IN (SELECT n.repo FROM store.named($id) n)
)
SELECT d.date, d.kind, d.oid, d.id, d.status, d.reason, d.observed_at, d.downloads, d.downloads_all_time, d.likes, d.trending_score,
    coalesce(p.likes, 0) AS purged
FROM days_of($id) d
ASOF LEFT JOIN purged p ON p.kind = d.kind AND p.oid = d.oid AND p.date <= d.date
ORDER BY d.kind DESC, d.date
"""


@dataclass(frozen=True)
class Day:
    """A repo on a day; all that was observed is None where `status` is unobserved. `purged`: likes that the Hub has taken away until then."""

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
    purged: int = 0

    @property
    def counted(self) -> int | None:
        """Downloads of all time, where the counter can be believed: see the statuses of the view model_history."""
        return None if self.status in NO_COUNT else self.downloads_all_time

    @property
    def liked(self) -> int | None:
        """Likes, where the counter can be believed, and those that were taken away: differences are gains."""
        return None if self.status == "unsound" or self.likes is None else self.likes + self.purged


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
    for row in con.execute(DAYS, {"id": name}).fetchall():
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
        return Gain(reason=after.reason or "not counted on both days")
    if counter is downloads and after.status == "corrected":
        return Gain(reason="its counter was corrected")
    return Gain(now - then, (after.observed_at - before.observed_at).total_seconds() / 86_400)


def over(days: Sequence[Day], counter: Counter, first: dt.date, last: dt.date) -> Gain:
    """What was gained from day `first` to day `last`, on both of which it was counted."""
    held = {day.date: day for day in days}
    if counter is downloads and any(first < day.date <= last and day.status == "corrected" for day in days):
        return Gain(reason="its counter was corrected in between")
    return between(held[first], held[last], counter)


def common_days(series: Sequence[Sequence[Day]], counter: Counter, since: dt.date) -> list[dt.date]:
    """The days from `since` on which all of them were counted, ascending."""
    counted = [{day.date for day in days if day.date >= since and counter(day) is not None} for days in series]
    return sorted(set.intersection(*counted)) if counted else []


def rates(days: Sequence[Day], counter: Counter, dates: Sequence[dt.date]) -> list[float | None]:
    """Gained a day, for each of `dates`; None where it was not counted."""
    told: dict[dt.date, Any] = {day.date: gain.rate for day, gain in zip(days, steps(days, counter), strict=True)}
    return [told.get(date) for date in dates]
