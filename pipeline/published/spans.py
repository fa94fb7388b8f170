"""Gains over an exact number of days, computed like `featured` and the macro growth.

A gain of n days spans n x 24 hours, by the hours in store.clock. The counter at the start is interpolated
between the observations before and after it.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.published.repo_series import Counter, Gain, RepoDay, measure_gain_between_days, read_downloads, read_likes

NOT_OBSERVED = "not_observed"
MAX_DISTANCE = dt.timedelta(3)  # from the start to an observation; beyond, the last observation is used
ONE_DAY = dt.timedelta(1)


@dataclass(frozen=True)
class Series:
    """A repo's days, the hour (UTC) of each observation, and its creation time (UTC)."""

    days: list[RepoDay]
    hours: dict[dt.date, dt.datetime]
    created_at: dt.datetime | None


def build_series(days: list[RepoDay]) -> Series:
    """Return the series of a repo's days."""
    hours = {day.date: day.hour for day in days if day.hour is not None}
    return Series(days, hours, next((day.created_at for day in reversed(days) if day.created_at is not None), None))


def interpolate_gain(series: Series, counter: Counter, last: dt.date, day_count: int) -> Gain:
    """Return the gain in exactly `day_count` days up to day `last`; a younger repo gained all it has."""
    last_repo_day = {day.date: day for day in series.days}[last]
    value, hour = counter(last_repo_day), series.hours.get(last)
    if value is None or hour is None:
        return Gain(reason=last_repo_day.reason or "not_counted")
    since = hour - day_count * ONE_DAY
    if series.created_at is not None and series.created_at >= since:
        if counter is read_downloads and any(day.is_corrected and day.date <= last for day in series.days):
            return Gain(reason="corrected")
        return Gain(last_repo_day.likes if counter is read_likes else value, (hour - series.created_at) / ONE_DAY)
    observations = [
        (series.hours[day.date], number, day.date)
        for day in series.days
        if (day.date == last or (abs(last - day_count * ONE_DAY - day.date) <= MAX_DISTANCE and day.date < last))
        and day.date in series.hours
        and (number := counter(day)) is not None
    ]
    before = max((observation for observation in observations if observation[0] <= since), default=None)
    if before is None:
        return Gain(reason=NOT_OBSERVED)
    fault = measure_gain_between_days(series.days, counter, before[2], last).reason
    if fault:
        return Gain(reason=fault)
    after = min(observation for observation in observations if observation[0] >= since)
    value_then = before[1]
    if after[0] > before[0]:
        value_then += (after[1] - before[1]) * ((since - before[0]) // dt.timedelta(hours=1)) / ((after[0] - before[0]) // dt.timedelta(hours=1))  # fmt: skip
    return Gain(round_half_away(value - value_then), float(day_count))


def measure_gain_by_hour(series: Series, counter: Counter, first: dt.date, last: dt.date) -> Gain:
    """Return the gain between two days, with the time between them to the hour."""
    gain = measure_gain_between_days(series.days, counter, first, last)
    if gain.amount is None:
        return gain
    return Gain(gain.amount, (series.hours[last] - series.hours[first]) / ONE_DAY)


def round_half_away(value: float) -> int:
    """Round halves away from zero, like DuckDB."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


def find_dates_within(
    series_list: Sequence[Series], dates: Sequence[dt.date], last: dt.date, day_count: int
) -> list[dt.date]:
    """Filter `dates` to observations at most `day_count` days before `last`, in each series."""
    return [
        date
        for date in dates
        if date <= last
        and all(
            series.hours[date] >= series.hours[last] - day_count * ONE_DAY
            for series in series_list
            if date in series.hours
        )
    ]
