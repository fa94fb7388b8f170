"""What a repo gained in exactly so many days, as `featured` and the macro growth have it; for repos that are named.

A figure of n days spans n times 24 hours up to the observation shown, by the hours for which observations count (store.clock). Between the
observations on both sides of the moment where it begins, the counter is interpolated.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from pipeline.published.repo_series import Counter, Day, Gain, downloads, likes, over
from pipeline.sql import statement

NOT_OBSERVED = "not_observed"
REACH = dt.timedelta(3)  # how far from the day of that moment an observation may be; else the last one is the next
DAY = dt.timedelta(1)


@dataclass(frozen=True)
class Series:
    """A repo's days, the hour for which each observed one counts, and when the repo was created, UTC; None when not known."""

    days: list[Day]
    hours: dict[dt.date, dt.datetime]
    created_at: dt.datetime | None


def series_of(con: duckdb.DuckDBPyConnection, name: str, days: list[Day]) -> Series:
    """The series of the repo with that name, of which `days` are the days."""
    asked = {"id": name, "kind": days[-1].kind}
    [(created_at,)] = con.execute(statement("published/creation_of_repo"), asked).fetchall()
    return Series(days, dict(con.execute(statement("published/hours_of_repo"), asked).fetchall()), created_at)


def gain_of_days(series: Series, counter: Counter, last: dt.date, n: int) -> Gain:
    """What was gained in exactly `n` days up to the observation of day `last`; all, of a repo that was created since."""
    now = {day.date: day for day in series.days}[last]
    value, hour = counter(now), series.hours.get(last)
    if value is None or hour is None:
        return Gain(reason=now.reason or "not_counted")
    since = hour - n * DAY
    if series.created_at is not None and series.created_at >= since:
        if counter is downloads and any(day.corrected and day.date <= last for day in series.days):
            return Gain(reason="corrected")
        return Gain(now.likes if counter is likes else value, (hour - series.created_at) / DAY)
    counted = [
        (series.hours[day.date], number, day.date)
        for day in series.days
        if (day.date == last or (abs(last - n * DAY - day.date) <= REACH and day.date < last))
        and day.date in series.hours
        and (number := counter(day)) is not None
    ]
    before = max((one for one in counted if one[0] <= since), default=None)
    if before is None:
        return Gain(reason=NOT_OBSERVED)
    broken = over(series.days, counter, before[2], last).reason
    if broken:
        return Gain(reason=broken)
    after = min(one for one in counted if one[0] >= since)
    then = before[1]
    if after[0] > before[0]:
        then += (after[1] - before[1]) * ((since - before[0]) // dt.timedelta(hours=1)) / ((after[0] - before[0]) // dt.timedelta(hours=1))  # fmt: skip
    return Gain(rounded(value - then), float(n))


def gain_between(series: Series, counter: Counter, first: dt.date, last: dt.date) -> Gain:
    """What was gained from the observation of day `first` to that of day `last`, and the time between, to the hour."""
    gain = over(series.days, counter, first, last)
    if gain.gained is None:
        return gain
    return Gain(gain.gained, (series.hours[last] - series.hours[first]) / DAY)


def rounded(value: float) -> int:
    """To the nearest whole number, halves away from zero: as DuckDB's round."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def days_from(every: Sequence[Series], dates: Sequence[dt.date], last: dt.date, n: int) -> list[dt.date]:
    """Those of `dates` up to `last` whose observations are `n` days older than that of `last` at most, of each series."""
    return [
        date
        for date in dates
        if date <= last and all(one.hours[date] >= one.hours[last] - n * DAY for one in every if date in one.hours)
    ]
