"""Daily series of a repo, for `almanac history` and `almanac compare`."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from pipeline.sql import statement


@dataclass(frozen=True)
class RepoDay:
    """A repo on a day; observed values are None if `status` is unobserved.

    `comparable_downloads`, `comparable_likes`: counters of store.measured_of, None if unusable (frozen, rolled back,
    unsound). `is_corrected`: the download counter restarts here and is not comparable with earlier days.
    `hour`: for which the observation counts (store.clock). Times are UTC.
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
    source: str | None = None
    comparable_downloads: int | None = None
    comparable_likes: int | None = None
    is_corrected: bool = False
    hour: dt.datetime | None = None
    created_at: dt.datetime | None = None


@dataclass(frozen=True)
class Gain:
    """A gain over `days` days; `reason`: a code if it is unknown."""

    amount: int | None = None
    days: float | None = None
    reason: str | None = None

    @property
    def rate(self) -> float | None:
        return self.amount / self.days if self.amount is not None and self.days else None


Counter = Callable[[RepoDay], int | None]


def read_likes(day: RepoDay) -> int | None:
    return day.comparable_likes


def read_downloads(day: RepoDay) -> int | None:
    return day.comparable_downloads


def read_repo_days(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, list[RepoDay]]:
    """Read, by kind, every day since the first observation of the repo that last had the name."""
    days_by_kind: dict[str, list[RepoDay]] = {}
    for row in con.execute(statement("published/days_of_repo"), {"id": name}).fetchall():
        days_by_kind.setdefault(row[1], []).append(RepoDay(*row))
    return days_by_kind


def list_step_gains(days: Sequence[RepoDay], counter: Counter) -> list[Gain]:
    """List each day's gain since the previous observation."""
    gains: list[Gain] = []
    before: RepoDay | None = None
    for day in days:
        gains.append(measure_gain(before, day, counter))
        if counter(day) is not None:
            before = day
    return gains


def measure_gain(before: RepoDay | None, after: RepoDay, counter: Counter) -> Gain:
    """Measure the gain between two observations."""
    value_before, value_after = counter(before) if before else None, counter(after)
    if (
        before is None
        or value_before is None
        or value_after is None
        or before.observed_at is None
        or after.observed_at is None
    ):
        return Gain(reason=after.reason or "not_counted")
    if counter is read_downloads and after.is_corrected:
        return Gain(reason="corrected")
    return Gain(value_after - value_before, (after.observed_at - before.observed_at).total_seconds() / 86_400)


def measure_gain_between_days(days: Sequence[RepoDay], counter: Counter, first: dt.date, last: dt.date) -> Gain:
    """Measure the gain between two days with a count."""
    days_by_date = {day.date: day for day in days}
    if counter is read_downloads and any(first < day.date <= last and day.is_corrected for day in days):
        return Gain(reason="corrected")
    return measure_gain(days_by_date[first], days_by_date[last], counter)


def find_common_days(series: Sequence[Sequence[RepoDay]], counter: Counter) -> list[dt.date]:
    """Find the days on which every repo has a count, ascending."""
    date_sets = [{day.date for day in days if counter(day) is not None} for days in series]
    return sorted(set.intersection(*date_sets)) if date_sets else []


def list_daily_rates(days: Sequence[RepoDay], counter: Counter, dates: Sequence[dt.date]) -> list[float | None]:
    """List the gain per day; None without a count."""
    rate_by_date: dict[dt.date, float | None] = {
        day.date: gain.rate for day, gain in zip(days, list_step_gains(days, counter), strict=True)
    }
    return [rate_by_date.get(date) for date in dates]
