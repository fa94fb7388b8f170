"""How far a crawl has come, and how long it will take."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.crawl.spool import Spool, iter_finished_spools, list_spooled_days
from pipeline.hub_api.rate_limit import Budget


@dataclass(frozen=True)
class Progress:
    """A crawl at one moment. Rates and times are of this attempt; None where they cannot be known yet."""

    finished_walks: int  # lists and details finished
    walk_count: int
    pages: int
    rows: int
    requests: int
    walk_name: str
    resumed_pages: int = 0  # pages that an earlier attempt had left
    expected_pages: int | None = None  # as many as the last crawl of the scope had
    rows_per_second: float | None = None
    allowed_requests: int | None = None  # requests that may still be sent in the Hub's present window
    wait_seconds: float | None = None  # seconds that are waited now: for the Hub's next window, or before another try
    wait_reason: str = ""
    seconds_left: float | None = None


ProgressCallback = Callable[[Progress], None]


class ProgressMeter:
    """Measures an attempt."""

    def __init__(self, spool: Spool, budget: Budget, expected_pages: int | None):
        self._spool, self._budget, self._expected_pages = spool, budget, expected_pages
        self._start_time = time.monotonic()
        self._pages_before, self._rows_before = len(spool.pages), spool.rows

    def measure(
        self,
        finished_walks: int,
        walk_count: int,
        requests: int,
        walk_name: str,
        wait_seconds: float | None = None,
        wait_reason: str = "",
    ) -> Progress:
        """The progress now."""
        spool, seconds = self._spool, max(time.monotonic() - self._start_time, 1e-6)
        new_pages = len(spool.pages) - self._pages_before
        return Progress(
            finished_walks, walk_count, len(spool.pages), spool.rows, requests, walk_name,
            resumed_pages=spool.resumed_pages,
            expected_pages=self._expected_pages,
            rows_per_second=(spool.rows - self._rows_before) / seconds if new_pages else None,
            allowed_requests=self._budget.allowed_requests,
            wait_seconds=wait_seconds,
            wait_reason=wait_reason,
            seconds_left=self._estimate_seconds_left(new_pages, seconds),
        )  # fmt: skip

    def _estimate_seconds_left(self, new_pages: int, seconds: float) -> float | None:
        """The pages still to come at the pace so far, or at the quota's where that is what will hold them up."""
        if not new_pages or self._expected_pages is None:
            return None
        pages_left = max(self._expected_pages - len(self._spool.pages), 0)
        measured_seconds = pages_left * seconds / new_pages
        pages_beyond_quota = max(pages_left - (self._budget.allowed_requests or 0), 0)
        return max(
            measured_seconds,
            pages_beyond_quota / self._budget.requests_per_second if self._budget.requests_per_second else 0.0,
        )


def count_expected_pages(root: Path, day: dt.date, scope: str, limit: int | None) -> int | None:
    """How many pages the last whole crawl of this scope before `day` took, if its spool is kept."""
    for earlier, _ in reversed(list_spooled_days(root)):
        if earlier < day:
            sizes = [
                len(spool.pages)
                for spool in iter_finished_spools(root, earlier)
                if (spool.header.scope, spool.header.limit) == (scope, limit)
            ]
            if sizes:
                return sizes[-1]
    return None
