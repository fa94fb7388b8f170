"""Determine a record's age although clocks may be wrong, since deletion is permanent."""

import datetime as dt
from collections.abc import Iterable

MAX_GAP_DAYS = 7  # days without a record


def find_oldest_kept_day(days: Iterable[dt.date], today: dt.date, keep_days: int) -> dt.date:
    """Return the first day to keep when records stay for `keep_days` days. `days`: those with records, in any order.

    Counts age back from today over these days. A gap longer than MAX_GAP_DAYS counts as one day: Almanac did not run, or a clock jumped; a
    year ahead would expire everything. At most `keep_days` days stay.
    """
    oldest_day, days_left = today, keep_days
    for day in sorted((day for day in set(days) if day < today), reverse=True):
        gap = (oldest_day - day).days
        gap_days = gap if gap <= MAX_GAP_DAYS else 1
        if gap_days > days_left:
            break
        oldest_day, days_left = day, days_left - gap_days
    return dt.date.fromordinal(max(oldest_day.toordinal() - days_left, 1))
