"""Where a home keeps its things, and how the Hub is reached: everything that the environment decides, read when asked.

Nothing is read at import, so a process may serve several homes and Hubs (tests do).
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import UsageError

PUBLIC_HUB = "https://huggingface.co"


@dataclass(frozen=True)
class Home:
    """A folder that holds one Almanac: its published database, its private parts, its Dagster instance."""

    root: Path

    @staticmethod
    def from_env() -> "Home":
        """`ALMANAC_HOME`, or `./data`."""
        return Home(Path(os.environ.get("ALMANAC_HOME") or "data").absolute())

    @property
    def published(self) -> Path:
        """The read-only copy that people query."""
        return self.root / "hub.duckdb"

    @property
    def warehouse(self) -> Path:
        """The private working database. It bears the published name, so that catalogue-qualified names work in both."""
        return self.root / "warehouse" / "hub.duckdb"

    @property
    def spool(self) -> Path:
        """Raw pages, a folder a day."""
        return self.root / "spool"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME of this home."""
        return self.root / "dagster"

    @property
    def catalogue(self) -> Path:
        """The user's own categories and watched models; optional."""
        return self.root / "catalogue.toml"

    @property
    def last_failure(self) -> Path:
        """Why the last run failed (JSON); absent while all is well."""
        return self.root / "last_failure.json"


@dataclass(frozen=True)
class HubSettings:
    """How to talk to the Hub.

    `timeout` and `connect_timeout` in seconds; `attempts` counts the first try; waits between tries grow from
    `first_wait` seconds by doubling, up to `longest_wait`, with jitter; `blind_wait` is for a 429 that does not say how long. `token`: None means as huggingface_hub finds
    it, False means none whatever the environment holds.
    """

    endpoint: str = PUBLIC_HUB
    token: str | bool | None = None
    timeout: float = 30.0
    connect_timeout: float = 10.0
    attempts: int = 6
    first_wait: float = 0.5
    longest_wait: float = 8.0
    blind_wait: float = 60.0

    @staticmethod
    def from_env(endpoint: str = "", *, anonymous: bool = False) -> "HubSettings":
        """`endpoint` or `HF_ENDPOINT`, as huggingface_hub reads it; `ALMANAC_HUB_ATTEMPTS` and `ALMANAC_HUB_TIMEOUT`.

        Raises UsageError when one of them cannot be meant.
        """
        endpoint = (endpoint or os.environ.get("HF_ENDPOINT") or PUBLIC_HUB).strip().rstrip("/")
        parts = urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise UsageError(f"HF_ENDPOINT is not the address of a Hub: {endpoint!r}; use one like {PUBLIC_HUB}.")
        return HubSettings(
            endpoint=endpoint,
            token=False if anonymous else None,
            attempts=int(_positive("ALMANAC_HUB_ATTEMPTS", 6)),
            timeout=_positive("ALMANAC_HUB_TIMEOUT", 30.0),
        )


def _positive(name: str, default: float) -> float:
    text = os.environ.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value < 1e6:
        raise UsageError(f"{name} must be a number of at least 1, not {text!r}.")
    return value
