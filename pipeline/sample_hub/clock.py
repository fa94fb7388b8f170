"""The Hub's clock: set by hand, it advances with each request, never past midnight; or it follows this machine's. Thread-safe."""

import datetime as dt
import threading

TICK = dt.timedelta(seconds=0.05)


class HubClock:
    def __init__(self, start: dt.datetime) -> None:
        self._lock = threading.Lock()
        self._now = start
        self._follows = False

    def set(self, now: dt.datetime) -> None:
        """Set the clock; raises ValueError for a naive time."""
        if now.tzinfo is None:
            raise ValueError("The Hub's clock needs a time with a time zone.")
        with self._lock:
            self._now = now.astimezone(dt.UTC)

    def follow(self) -> None:
        """Show this machine's time from now on, as a Hub that stays open for days does."""
        with self._lock:
            self._follows = True

    def tick(self) -> dt.datetime:
        """Advance by a tick, unless that reaches the next day; return the time."""
        with self._lock:
            if self._follows:
                self._now = max(self._now, dt.datetime.now(dt.UTC))
                return self._now
            next_time = self._now + TICK
            if next_time.date() == self._now.date():
                self._now = next_time
            return self._now
