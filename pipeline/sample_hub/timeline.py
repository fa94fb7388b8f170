"""Days by number: index 0 is the first day of a sample world, negative numbers lie before it.

Scope: dates and times of the sample world, and how the Hub writes them. The state of a day is the state at 09:00 UTC.
"""

import datetime as dt
from dataclasses import dataclass

SNAPSHOT_TIME = dt.time(9, 0, tzinfo=dt.UTC)
# Repos older than the Hub's own record of creation times all bear this one.
EARLIEST_CREATION = dt.datetime(2022, 3, 2, 23, 29, 4, tzinfo=dt.UTC)


def format_time(t: dt.datetime) -> str:
    """A time as the Hub writes it: `2026-06-19T09:40:33.000Z`."""
    return t.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@dataclass(frozen=True)
class Calendar:
    """The days of a sample world."""

    first_day: dt.date
    length: int

    @property
    def days(self) -> list[dt.date]:
        """Every day, ascending."""
        return [self.first_day + dt.timedelta(days=i) for i in range(self.length)]

    def index(self, d: dt.date) -> int:
        """The number of day `d`."""
        return (d - self.first_day).days

    def date(self, index: int) -> dt.date:
        """The date of a day number."""
        return self.first_day + dt.timedelta(days=index)

    def before_snapshot(self, index: int, seconds: float) -> dt.datetime:
        """A moment that many seconds before the snapshot of a day."""
        return dt.datetime.combine(self.date(index), SNAPSHOT_TIME) - dt.timedelta(seconds=int(seconds))

    def index_at(self, share: float) -> int:
        """The day number that far through the world (0 the first day, 1 the last)."""
        return round(share * (self.length - 1))
