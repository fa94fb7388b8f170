"""How old a record is, where clocks may be wrong: what is deleted by age is gone for good."""

import datetime as dt
from collections.abc import Iterable

SILENCE = 7  # days without a record


def oldest_kept(days: Iterable[dt.date], today: dt.date, keep: int) -> dt.date:
    """The first day whose records are kept, where records are kept for `keep` days. `days`: those that have records, in any order.

    Age is counted back from today over the days that have records. A longer gap than SILENCE counts as a single day: either nobody
    ran the Almanac, or a clock jumped, and a year ahead would make everything old at once. What is kept stays bounded: records
    of `keep` days at most, and gaps.
    """
    at, left = today, keep
    for day in sorted((day for day in set(days) if day < today), reverse=True):
        gap = (at - day).days
        counted = gap if gap <= SILENCE else 1
        if counted > left:
            break
        at, left = day, left - counted
    return dt.date.fromordinal(max(at.toordinal() - left, 1))
