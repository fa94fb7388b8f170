"""How much history a figure needs, and when it will be there if a snapshot follows every day at the same hour.

Times are ends of the hours in which snapshots began (store.clock).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ranking.thresholds import WINDOW_DAYS

ONE_DAY = dt.timedelta(1)
HORIZON = 60  # days ahead that are tried
CODES_OF_NO_ROWS = ("few_growth_days", "young_history", "only_young_repos")  # notes until a board's `first_need` is met
LATE_DAYS = 3  # days: how much older than needed an observation may be


@dataclass(frozen=True)
class Need:
    """The snapshots that a figure needs.

    `days`: the age of a home with a snapshot every day, once it has them. `ages`: for each, a snapshot at least so many
    days old, and at most LATE_DAYS more. `oldest`: the least age of the oldest one, in days. `week_snapshots`: the number
    within WINDOW_DAYS, the last included.
    """

    days: int
    ages: tuple[int, ...] = ()
    oldest: int = 0
    week_snapshots: int = 1


ONE_SNAPSHOT = Need(0)
DAY = Need(1, ages=(1,))
GROWTH = Need(3, week_snapshots=4)  # three steps between snapshots
WEEK = Need(7, ages=(7,))
FULL_WEEK = Need(7, week_snapshots=8)
TWO_WEEKS = Need(14, ages=(7,), oldest=14)  # a week, and a week before it
MONTH = Need(30, ages=(30,))


def is_met(need: Need, times: Sequence[dt.datetime], now: dt.datetime) -> bool:
    """Return whether the snapshots at `times`, up to `now`, suffice for a figure of `now`."""
    ages = [(now - time) / ONE_DAY for time in times if time <= now]
    return (
        all(any(least <= age <= least + LATE_DAYS + 0.5 for age in ages) for least in need.ages)
        and max(ages, default=0) >= need.oldest
        and sum(age <= WINDOW_DAYS for age in ages) >= need.week_snapshots
    )


def find_expected_day(
    need: Need, times: Sequence[dt.datetime], day: dt.date, now: dt.datetime, wait: int = 1
) -> dt.date | None:
    """Return the day on which `need` will be met, or None if it is met on `day`, whose snapshot was at `now`.

    `wait`: days until the next snapshot.
    """
    if is_met(need, times, now):
        return None
    for days_ahead in range(wait, wait + HORIZON):
        later_times = [now + number * ONE_DAY for number in range(wait, days_ahead + 1)]
        if is_met(need, [*times, *later_times], now + days_ahead * ONE_DAY):
            return day + days_ahead * ONE_DAY
    raise AssertionError(f"{need} is not met within {HORIZON} days")  # each need is shorter
