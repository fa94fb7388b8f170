"""Say which days of a site are imported, and from where."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.published.calendar import RecordedDay, count_imported_days
from pipeline.text import to_one_line

MAX_SOURCES = 4  # that a sentence names
BOARD_LOOKBACK_DAYS = 33  # on which a board of a day may rest


@dataclass(frozen=True)
class ImportedDays:
    """How many of `day_count` days are imported. `sources`: their names, those with the most days first."""

    first_day: dt.date
    day_count: int
    imported_count: int
    sources: str


def summarize_days(days: Iterable[RecordedDay]) -> ImportedDays | None:
    """Summarize the days by date; None if none is imported."""
    recorded_days = list(days)
    dates = {day.date for day in recorded_days}
    imported_dates = {day.date for day in recorded_days if day.source is not None}
    if not imported_dates:
        return None
    names = [to_one_line(name) for name in count_imported_days(recorded_days)]
    more = [f"… (+{len(names) - MAX_SOURCES})"] if len(names) > MAX_SOURCES else []
    return ImportedDays(min(dates), len(dates), len(imported_dates), ", ".join([*names[:MAX_SOURCES], *more]))


def summarize_board_days(days: Iterable[RecordedDay], kind: str, last: dt.date) -> ImportedDays | None:
    """Summarize the days on which a kind's boards of the day `last` may rest; None if none is imported."""
    first = last - dt.timedelta(BOARD_LOOKBACK_DAYS)
    return summarize_days(day for day in days if day.kind == kind and first <= day.date <= last)
