"""Dates and times of the sample world. Day 0 is its first; a day's state is that at 09:00 UTC."""

import datetime as dt
from dataclasses import dataclass

SNAPSHOT_TIME = dt.time(9, 0, tzinfo=dt.UTC)
# The Hub gives this time to repos older than its record of creation times.
EARLIEST_CREATION = dt.datetime(2022, 3, 2, 23, 29, 4, tzinfo=dt.UTC)


def format_time(t: dt.datetime) -> str:
    """Format a time as the Hub does: `2026-06-19T09:40:33.000Z`."""
    return t.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@dataclass(frozen=True)
class Calendar:
    first_day: dt.date
    length: int

    @property
    def days(self) -> list[dt.date]:
        return [self.first_day + dt.timedelta(days=i) for i in range(self.length)]

    def index(self, d: dt.date) -> int:
        return (d - self.first_day).days

    def date(self, index: int) -> dt.date:
        return self.first_day + dt.timedelta(days=index)

    def before_snapshot(self, index: int, seconds: float) -> dt.datetime:
        return dt.datetime.combine(self.date(index), SNAPSHOT_TIME) - dt.timedelta(seconds=int(seconds))

    def index_at(self, share: float) -> int:
        """Return the day number at a share of the world's length, from 0 (first day) to 1 (last)."""
        return round(share * (self.length - 1))
