"""The Hub's rate limit: so many requests in a fixed window of real time, for each token or address.

Scope: counting and the two headers. Not the Hub's clock: windows pass in real time.
"""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quota:
    """The limit; the default is too large ever to be felt."""

    requests: int = 1_000_000
    window: float = 300.0
    """Seconds of real time."""
    bare_429: bool = False
    """Leave the headers off the refusals, as was seen on the real Hub."""


@dataclass
class Meter:
    """What each caller has used in its window."""

    quota: Quota
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)

    def count(self, caller: str) -> tuple[bool, dict[str, str]]:
        """Count one request; says whether it is within the quota, and the headers to send."""
        now = time.monotonic()
        start, used = self._windows.get(caller, (now, 0))
        if now - start >= self.quota.window:
            start, used = now, 0
        self._windows[caller] = start, used + 1
        allowed = used < self.quota.requests
        if not allowed and self.quota.bare_429:
            return allowed, {}
        left = max(self.quota.requests - used - 1, 0)
        return allowed, limit_headers(left, start + self.quota.window - now, self.quota)


def limit_headers(left: int, seconds: float, quota: Quota) -> dict[str, str]:
    """The headers of the IETF draft that the Hub follows."""
    return {
        "ratelimit": f'"api";r={left};t={int(seconds)}',
        "ratelimit-policy": f'"fixed window";"api";q={quota.requests};w={int(quota.window)}',
    }
