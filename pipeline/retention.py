"""How old a record is, where clocks may be wrong: what is deleted by age is gone for good."""

import datetime as dt
from collections.abc import Iterable

MAX_GAP_DAYS = 7  # days without a record


def find_oldest_kept_day(days: Iterable[dt.date], today: dt.date, keep_days: int) -> dt.date:
    """The first day whose records are kept, where records are kept for `keep_days` days. `days`: those that have records, in any order.

    Age is counted back from today over the days that have records. A longer gap than SILENCE counts as a single day: either nobody
    ran the Almanac, or a clock jumped, and a year ahead would make everything old at once. What is kept stays bounded: records
    of `keep_days` days at most, and gaps.
    """
    oldest_day, days_left = today, keep_days
    for day in sorted((day for day in set(days) if day < today), reverse=True):
        gap = (oldest_day - day).days
        gap_days = gap if gap <= MAX_GAP_DAYS else 1
        if gap_days > days_left:
            break
        oldest_day, days_left = day, days_left - gap_days
    return dt.date.fromordinal(max(oldest_day.toordinal() - days_left, 1))
