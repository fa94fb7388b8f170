"""The Hub's rate limit: requests per fixed window (in real time) and token or address."""

import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quota:
    requests: int = 1_000_000
    window: float = 300.0
    """Seconds of real time."""
    bare_429: bool = False
    """Omit the headers from refusals, as the real Hub sometimes does."""


@dataclass
class Meter:
    quota: Quota
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)

    def count_request(self, caller: str) -> tuple[bool, dict[str, str]]:
        """Count a request; return whether it is within the quota, and the headers."""
        now = time.monotonic()
        start, request_count = self._windows.get(caller, (now, 0))
        if now - start >= self.quota.window:
            start, request_count = now, 0
        self._windows[caller] = start, request_count + 1
        is_allowed = request_count < self.quota.requests
        if not is_allowed and self.quota.bare_429:
            return is_allowed, {}
        remaining = max(self.quota.requests - request_count - 1, 0)
        return is_allowed, format_limit_headers(remaining, start + self.quota.window - now, self.quota)


def format_limit_headers(remaining: int, seconds: float, quota: Quota) -> dict[str, str]:
    """Return the headers of the IETF draft that the Hub follows."""
    return {
        "ratelimit": f'"api";r={remaining};t={int(seconds)}',
        "ratelimit-policy": f'"fixed window";"api";q={quota.requests};w={int(quota.window)}',
    }
