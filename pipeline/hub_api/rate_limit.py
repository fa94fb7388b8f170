"""Keep requests within our share of the Hub's quota."""

import logging
import math
import re
import time
from collections.abc import Callable, Mapping

from pipeline.errors import HubBroken
from pipeline.notes import Note, Parameters

MAX_WAIT_SECONDS = 900.0  # total for a page; the Hub's windows last 300
MAX_HEADER_NUMBER = 10**9  # requests or seconds in a header
_log = logging.getLogger("hub_almanac")


def log_wait(seconds: float, reason: str) -> None:
    if seconds >= 1:
        _log.warning("Waiting %.0f s: %s.", seconds, reason)


def parse_seconds(header: str) -> int | None:
    """Parse a header's whole seconds, capped at MAX_HEADER_NUMBER."""
    digits = re.fullmatch(r"[0-9]{1,20}", header.strip())
    return min(int(digits[0]), MAX_HEADER_NUMBER) if digits else None


class Budget:
    """Allows requests at full speed until `share` of a window's quota is used, then waits for the next window.

    The Hub counts in fixed windows; each response has the remaining requests (`r`), the limit (`q`) and the seconds to the reset (`t`).
    Others may use the same quota, so the remaining requests decide.
    """

    def __init__(self, share: float, sleep: Callable[[float], None] = time.sleep, max_wait: float = MAX_WAIT_SECONDS):
        self.share = share
        self.max_wait = max_wait
        self.remaining: int | None = None  # of the whole quota, per the last response; None: unknown
        self.limit: int | None = None
        self.window_seconds: float | None = None
        self.waited_seconds = 0.0  # total
        self.on_wait: Callable[[float, str], None] = log_wait  # gets the seconds and the reason
        self._sleep = sleep
        self._waited_before_page = 0.0  # of `waited_seconds`
        self._window_end = 0.0  # on the monotonic clock

    @property
    def requests_per_second(self) -> float | None:
        """The request rate of our share; None: not known yet."""
        return (
            None
            if self.limit is None or not self.window_seconds
            else self._compute_share(self.limit) / self.window_seconds
        )

    @property
    def allowed_requests(self) -> int | None:
        """The requests left in this window; None: not known."""
        if self.remaining is None or self.limit is None:
            return None
        return max(self.remaining - (self.limit - self._compute_share(self.limit)), 0)

    @property
    def seconds_to_reset(self) -> float | None:
        return None if self.remaining is None else max(self._window_end - time.monotonic(), 0.0)

    def begin_page(self) -> None:
        """Count waits from here for one page, its retries and redirects included."""
        self._waited_before_page = self.waited_seconds

    def acquire(self) -> None:
        """Wait for the next window if our share is used up. Raises HubBroken for a long wait."""
        if self.allowed_requests == 0:
            pause = self._window_end - time.monotonic()
            if self.waited_seconds - self._waited_before_page + pause > self.max_wait:
                wait: Parameters = {"seconds": round(pause), "most": round(self.max_wait)}
                raise HubBroken(Note("long_quota_wait", wait), Note("run_later"))
            if pause > 0:
                self.on_wait(pause, "the Hub's quota is used up")
                self._sleep(pause)
                self.waited_seconds += pause
            self.remaining = None  # the next window's first response sets it

    def update_from_headers(self, headers: Mapping[str, str]) -> None:
        from huggingface_hub.utils import parse_ratelimit_headers  # noqa: PLC0415  slow to import

        try:
            quota = parse_ratelimit_headers(headers)
        except ValueError:  # a number of thousands of digits
            return
        if quota is None or max(quota.remaining, quota.limit or 0, quota.window_seconds or 0) > MAX_HEADER_NUMBER:
            return
        now = time.monotonic()
        # `t` is in whole seconds, so the window ends up to a second later; further responses narrow it down.
        latest_end = now + min(quota.reset_in_seconds, MAX_HEADER_NUMBER) + 1
        is_same_window = self.remaining is not None and quota.remaining <= self.remaining and now < self._window_end
        self._window_end = min(self._window_end, latest_end) if is_same_window else latest_end
        self.remaining = quota.remaining
        self.limit = quota.limit or max(self.limit or 0, quota.remaining + 1)
        self.window_seconds = float(quota.window_seconds) if quota.window_seconds else self.window_seconds

    def mark_exhausted(self, seconds: float) -> None:
        """Block requests for `seconds`, after a 429."""
        self.remaining, self.limit = 0, self.limit or 1
        self._window_end = time.monotonic() + seconds

    def _compute_share(self, limit: int) -> int:
        return max(math.floor(limit * self.share + 1e-9), 1)
