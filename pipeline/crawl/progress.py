"""Measure a crawl's progress and estimate the rest."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.crawl.spool import Spool, iter_finished_spools, list_spooled_days
from pipeline.hub_api.rate_limit import Budget


@dataclass(frozen=True)
class Progress:
    """Rates and times are those of this attempt; None: not known yet."""

    finished_walks: int  # lists and details finished
    walk_count: int
    pages: int
    rows: int
    requests: int
    walk_name: str
    resumed_pages: int = 0  # from earlier attempts
    expected_pages: int | None = None  # of the scope's last crawl
    rows_per_second: float | None = None
    allowed_requests: int | None = None  # left in the Hub's current window
    wait_seconds: float | None = None  # of the current wait, for the Hub's next window or before a retry
    wait_reason: str = ""
    seconds_left: float | None = None


ProgressCallback = Callable[[Progress], None]


class ProgressMeter:
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
        """Estimate by the pace so far, or the quota's if that is slower."""
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
    """Return the page count of the scope's last finished crawl before `day`, if a spool is left."""
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
