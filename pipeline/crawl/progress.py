"""How far a crawl has come, and how long it will take."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.crawl.spool import Spool, spooled_days, whole_spools
from pipeline.hub_api.rate_limit import Budget


@dataclass(frozen=True)
class Progress:
    """A crawl at one moment. Rates and times are of this attempt; None where they cannot be known yet."""

    walked: int  # lists and details finished
    walks: int
    pages: int
    rows: int
    requests: int
    doing: str
    resumed: int = 0  # pages that an earlier attempt had left
    expected_pages: int | None = None  # as many as the last crawl of the scope had
    rows_per_second: float | None = None
    quota_left: int | None = None  # requests that may still be sent in the Hub's present window
    waiting: float | None = None  # seconds that are waited now: for the Hub's next window, or before another try
    why_waiting: str = ""
    seconds_to_go: float | None = None


Report = Callable[[Progress], None]


class Pace:
    """Measures an attempt."""

    def __init__(self, spool: Spool, budget: Budget, expected_pages: int | None):
        self._spool, self._budget, self._expected = spool, budget, expected_pages
        self._began = time.monotonic()
        self._pages, self._rows = len(spool.pages), spool.rows

    def at(
        self, walked: int, walks: int, requests: int, doing: str, waiting: float | None = None, why_waiting: str = ""
    ) -> Progress:
        """The progress now."""
        spool, seconds = self._spool, max(time.monotonic() - self._began, 1e-6)
        done = len(spool.pages) - self._pages
        return Progress(
            walked, walks, len(spool.pages), spool.rows, requests, doing,
            resumed=spool.resumed,
            expected_pages=self._expected,
            rows_per_second=(spool.rows - self._rows) / seconds if done else None,
            quota_left=self._budget.ours_left,
            waiting=waiting,
            why_waiting=why_waiting,
            seconds_to_go=self._to_go(done, seconds),
        )  # fmt: skip

    def _to_go(self, done: int, seconds: float) -> float | None:
        """The pages still to come at the pace so far, or at the quota's where that is what will hold them up."""
        if not done or self._expected is None:
            return None
        left = max(self._expected - len(self._spool.pages), 0)
        measured = left * seconds / done
        beyond = max(left - (self._budget.ours_left or 0), 0)
        return max(measured, beyond / self._budget.per_second if self._budget.per_second else 0.0)


def pages_last_time(root: Path, day: dt.date, scope: str, limit: int | None) -> int | None:
    """How many pages the last whole crawl of this scope before `day` took, if its spool is kept."""
    for earlier, _ in reversed(spooled_days(root)):
        if earlier < day:
            sizes = [
                len(spool.pages)
                for spool in whole_spools(root, earlier)
                if (spool.header.scope, spool.header.limit) == (scope, limit)
            ]
            if sizes:
                return sizes[-1]
    return None
