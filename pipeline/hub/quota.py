"""The Hub's quota and our share of it: one budget for lists and details, whatever the plan.

What belongs here: reading the RateLimit headers and waiting for the next window. What does not: retries (client.py).
"""

import math
import time
from collections.abc import Callable, Mapping


class Budget:
    """Lets requests go as fast as the Hub answers until `share` of a window's quota is used, then waits for the next.

    The Hub counts in fixed windows and says on every answer how many requests are left (`r`) of how many (`q`), and
    for how many seconds (`t`). Others may use the same quota: what counts is what is left, not what we sent.
    """

    def __init__(self, share: float, sleep: Callable[[float], None] = time.sleep):
        self.share = share
        self.left: int | None = None  # of the whole quota, by the last answer; None: not known
        self.limit: int | None = None
        self.window: float | None = None  # seconds
        self.waited = 0.0  # seconds, in all
        self.on_wait: Callable[[float], None] = lambda seconds: None
        self._sleep = sleep
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

    def keep(self) -> None:
        """Wait for the next window if our share of this one is used."""
        if self.ours_left == 0:
            pause = self._ends - time.monotonic()
            if pause > 0:
                self.on_wait(pause)
                self._sleep(pause)
                self.waited += pause
            self.left = None  # what the next window has left is said by its first answer

    def heed(self, headers: Mapping[str, str]) -> None:
        """Take over what an answer says about the quota, if it does."""
        from huggingface_hub.utils import parse_ratelimit_headers  # noqa: PLC0415  slow to import

        said = parse_ratelimit_headers(headers)
        if said is None:
            return
        now = time.monotonic()
        # `t` is in whole seconds, so the window ends within the next one; many answers narrow it down.
        latest = now + said.reset_in_seconds + 1
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
