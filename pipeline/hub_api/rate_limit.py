"""The Hub's quota and our share of it: one budget for lists and details, whatever the plan.

What belongs here: reading the RateLimit headers and waiting for the next window. What does not: retries (client.py).
"""

import logging
import math
import re
import time
from collections.abc import Callable, Mapping

from pipeline.errors import HubBroken

LONGEST_WAIT = 900.0  # seconds that a page may wait in total; the Hub's windows have 300
LARGEST = 10**9  # of requests or seconds that a header may name
_log = logging.getLogger("hub_almanac")


def log_wait(seconds: float, why: str) -> None:
    """Say on standard error, or wherever the log goes, that nothing happens for a while."""
    if seconds >= 1:
        _log.warning("Waiting %.0f s: %s.", seconds, why)


def seconds_in(header: str) -> int | None:
    """The whole seconds that a header names, LARGEST at most; None for anything else."""
    digits = re.fullmatch(r"[0-9]{1,20}", header.strip())
    return min(int(digits[0]), LARGEST) if digits else None


class Budget:
    """Lets requests go as fast as the Hub answers until `share` of a window's quota is used, then waits for the next.

    The Hub counts in fixed windows and says on every answer how many requests are left (`r`) of how many (`q`), and
    for how many seconds (`t`). Others may use the same quota: what counts is what is left, not what we sent.
    """

    def __init__(self, share: float, sleep: Callable[[float], None] = time.sleep, longest: float = LONGEST_WAIT):
        self.share = share
        self.longest = longest
        self.left: int | None = None  # of the whole quota, by the last answer; None: not known
        self.limit: int | None = None
        self.window: float | None = None  # seconds
        self.waited = 0.0  # seconds, in all
        self.on_wait: Callable[[float, str], None] = log_wait  # called with the seconds, and why
        self._sleep = sleep
        self._before_page = 0.0  # of `waited`
        self._ends = 0.0  # on the monotonic clock

    @property
    def per_second(self) -> float | None:
        """How many requests a second our share comes to; None while the Hub has not said."""
        return None if self.limit is None or not self.window else self._ours(self.limit) / self.window

    @property
    def ours_left(self) -> int | None:
        """How many requests of this window we may still send."""
        if self.left is None or self.limit is None:
            return None
        return max(self.left - (self.limit - self._ours(self.limit)), 0)

    @property
    def seconds_left(self) -> float | None:
        """How long the Hub's present window lasts by what it said; None while it has not."""
        return None if self.left is None else max(self._ends - time.monotonic(), 0.0)

    def begin_page(self) -> None:
        """From here on waiting counts for the next page, its retries and redirects included."""
        self._before_page = self.waited

    def keep(self) -> None:
        """Wait for the next window if our share of this one is used. Raises HubBroken when that would take too long."""
        if self.ours_left == 0:
            pause = self._ends - time.monotonic()
            if self.waited - self._before_page + pause > self.longest:
                raise HubBroken(
                    f"The Hub asks to wait {pause:,.0f} s for its quota; a page waits {self.longest:,.0f} s at most. Run again later."
                )
            if pause > 0:
                self.on_wait(pause, "the Hub's quota is used")
                self._sleep(pause)
                self.waited += pause
            self.left = None  # what the next window has left is said by its first answer

    def heed(self, headers: Mapping[str, str]) -> None:
        """Take over what an answer says about the quota, if it does."""
        from huggingface_hub.utils import parse_ratelimit_headers  # noqa: PLC0415  slow to import

        try:
            said = parse_ratelimit_headers(headers)
        except ValueError:  # a number of thousands of digits
            return
        if said is None or max(said.remaining, said.limit or 0, said.window_seconds or 0) > LARGEST:
            return
        now = time.monotonic()
        # `t` is in whole seconds, so the window ends within the next one; many answers narrow it down.
        latest = now + min(said.reset_in_seconds, LARGEST) + 1
        same = self.left is not None and said.remaining <= self.left and now < self._ends
        self._ends = min(self._ends, latest) if same else latest
        self.left = said.remaining
        self.limit = said.limit or max(self.limit or 0, said.remaining + 1)
        self.window = float(said.window_seconds) if said.window_seconds else self.window

    def used_up(self, seconds: float) -> None:
        """The Hub refused a request for the quota's sake: send nothing for so long."""
        self.left, self.limit = 0, self.limit or 1
        self._ends = time.monotonic() + seconds

    def _ours(self, limit: int) -> int:
        return max(math.floor(limit * self.share + 1e-9), 1)
