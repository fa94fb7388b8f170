"""The Hub's quota and our share of it: one budget for lists and details, whatever the plan.

What belongs here: reading the RateLimit headers and waiting for the next window. What does not: retries (client.py).
"""

import logging
import math
import re
import time
from collections.abc import Callable, Mapping

from pipeline.errors import HubBroken

MAX_WAIT_SECONDS = 900.0  # seconds that a page may wait in total; the Hub's windows have 300
MAX_HEADER_NUMBER = 10**9  # of requests or seconds that a header may name
_log = logging.getLogger("hub_almanac")


def log_wait(seconds: float, reason: str) -> None:
    """Say on standard error, or wherever the log goes, that nothing happens for a while."""
    if seconds >= 1:
        _log.warning("Waiting %.0f s: %s.", seconds, reason)


def parse_seconds(header: str) -> int | None:
    """The whole seconds that a header names, LARGEST at most; None for anything else."""
    digits = re.fullmatch(r"[0-9]{1,20}", header.strip())
    return min(int(digits[0]), MAX_HEADER_NUMBER) if digits else None


class Budget:
    """Lets requests go as fast as the Hub answers until `share` of a window's quota is used, then waits for the next.

    The Hub counts in fixed windows and says on every answer how many requests are left (`r`) of how many (`q`), and
    for how many seconds (`t`). Others may use the same quota: what counts is what is left, not what we sent.
    """

    def __init__(self, share: float, sleep: Callable[[float], None] = time.sleep, max_wait: float = MAX_WAIT_SECONDS):
        self.share = share
        self.max_wait = max_wait
        self.remaining: int | None = None  # of the whole quota, by the last answer; None: not known
        self.limit: int | None = None
        self.window_seconds: float | None = None  # seconds
        self.waited_seconds = 0.0  # seconds, in all
        self.on_wait: Callable[[float, str], None] = log_wait  # called with the seconds, and why
        self._sleep = sleep
        self._waited_before_page = 0.0  # of `waited_seconds`
        self._window_end = 0.0  # on the monotonic clock

    @property
    def requests_per_second(self) -> float | None:
        """How many requests a second our share comes to; None while the Hub has not said."""
        return (
            None
            if self.limit is None or not self.window_seconds
            else self._compute_share(self.limit) / self.window_seconds
        )

    @property
    def allowed_requests(self) -> int | None:
        """How many requests of this window we may still send."""
        if self.remaining is None or self.limit is None:
            return None
        return max(self.remaining - (self.limit - self._compute_share(self.limit)), 0)

    @property
    def seconds_to_reset(self) -> float | None:
        """How long the Hub's present window lasts by what it said; None while it has not."""
        return None if self.remaining is None else max(self._window_end - time.monotonic(), 0.0)

    def begin_page(self) -> None:
        """From here on waiting counts for the next page, its retries and redirects included."""
        self._waited_before_page = self.waited_seconds

    def acquire(self) -> None:
        """Wait for the next window if our share of this one is used. Raises HubBroken when that would take too long."""
        if self.allowed_requests == 0:
            pause = self._window_end - time.monotonic()
            if self.waited_seconds - self._waited_before_page + pause > self.max_wait:
                raise HubBroken(
                    f"The Hub asks to wait {pause:,.0f} s for its quota; a page waits {self.max_wait:,.0f} s at most. Run again later."
                )
            if pause > 0:
                self.on_wait(pause, "the Hub's quota is used")
                self._sleep(pause)
                self.waited_seconds += pause
            self.remaining = None  # what the next window has left is said by its first answer

    def update_from_headers(self, headers: Mapping[str, str]) -> None:
        """Take over what an answer says about the quota, if it does."""
        from huggingface_hub.utils import parse_ratelimit_headers  # noqa: PLC0415  slow to import

        try:
            quota = parse_ratelimit_headers(headers)
        except ValueError:  # a number of thousands of digits
            return
        if quota is None or max(quota.remaining, quota.limit or 0, quota.window_seconds or 0) > MAX_HEADER_NUMBER:
            return
        now = time.monotonic()
        # `t` is in whole seconds, so the window ends within the next one; many answers narrow it down.
        latest_end = now + min(quota.reset_in_seconds, MAX_HEADER_NUMBER) + 1
        is_same_window = self.remaining is not None and quota.remaining <= self.remaining and now < self._window_end
        self._window_end = min(self._window_end, latest_end) if is_same_window else latest_end
        self.remaining = quota.remaining
        self.limit = quota.limit or max(self.limit or 0, quota.remaining + 1)
        self.window_seconds = float(quota.window_seconds) if quota.window_seconds else self.window_seconds

    def mark_exhausted(self, seconds: float) -> None:
        """The Hub refused a request for the quota's sake: send nothing for so long."""
        self.remaining, self.limit = 0, self.limit or 1
        self._window_end = time.monotonic() + seconds

    def _compute_share(self, limit: int) -> int:
        return max(math.floor(limit * self.share + 1e-9), 1)
