"""The Hub's clock: set by hand, it ticks a little with each request and never past midnight.

Scope: the time that the sample Hub says it is. Thread-safe.
"""

import datetime as dt
import threading

TICK = dt.timedelta(seconds=0.05)


class HubClock:
    """A clock that stands still between requests."""

    def __init__(self, start: dt.datetime) -> None:
        """Start at an aware UTC time."""
        self._lock = threading.Lock()
        self._now = start

    def set(self, now: dt.datetime) -> None:
        """Set the clock to an aware time; raises ValueError for a naive one."""
        if now.tzinfo is None:
            raise ValueError("the Hub's clock needs an aware time")
        with self._lock:
            self._now = now.astimezone(dt.UTC)

    def tick(self) -> dt.datetime:
        """Let a moment pass, but never into another day; returns the time."""
        with self._lock:
            next_time = self._now + TICK
            if next_time.date() == self._now.date():
                self._now = next_time
            return self._now
