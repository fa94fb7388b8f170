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
    def site(self) -> Path:
        """The pages of the last day."""
        return self.root / "site"

    @property
    def last_failure(self) -> Path:
        """Why the last run failed (JSON); absent while all is well."""
        return self.root / "last_failure.json"


@dataclass(frozen=True)
class HubSettings:
    """How to talk to the Hub.

    `timeout` and `connect_timeout` in seconds; `attempts` counts the first try; waits between tries grow from
    `first_wait` seconds by doubling, up to `longest_wait`, with jitter; `blind_wait` is for a 429 that does not say how
    long. `quota_share`: how much of the Hub's quota to use at most. `token`: None means as huggingface_hub finds it, False
    means none whatever the environment holds.
    """

    endpoint: str = PUBLIC_HUB
    token: str | bool | None = None
    timeout: float = 30.0
    connect_timeout: float = 10.0
    attempts: int = 6
    first_wait: float = 0.5
    longest_wait: float = 8.0
    blind_wait: float = 60.0
    quota_share: float = 0.8

    @staticmethod
    def from_env(endpoint: str = "", *, anonymous: bool = False) -> "HubSettings":
        """`endpoint` or `HF_ENDPOINT`, as huggingface_hub reads it; `ALMANAC_HUB_ATTEMPTS`,
        `ALMANAC_HUB_TIMEOUT` (seconds) and `ALMANAC_QUOTA_SHARE` (above 0, up to 1).

        Raises UsageError when one of them cannot be meant.
        """
        endpoint = (endpoint or os.environ.get("HF_ENDPOINT") or PUBLIC_HUB).strip().rstrip("/")
        parts = urlsplit(endpoint)
        try:
            _ = parts.port
        except ValueError:
            raise UsageError(f"HF_ENDPOINT has no port that exists: {endpoint!r}.") from None
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise UsageError(f"HF_ENDPOINT is not the address of a Hub: {endpoint!r}; use one like {PUBLIC_HUB}.")
        return HubSettings(
            endpoint=endpoint,
            token=False if anonymous else None,
            attempts=int(_number("ALMANAC_HUB_ATTEMPTS", 6)),
            timeout=_number("ALMANAC_HUB_TIMEOUT", 30.0),
            quota_share=_number("ALMANAC_QUOTA_SHARE", 0.8, least=0.01, most=1.0),
        )


@dataclass(frozen=True)
class Guards:
    """What a day must be like to be kept, and how long its pages are.

    `least_share`: of the rows of the last good day of the same scope and kind, below which a complete crawl is refused.
    `spool_days`: for how many days finished spools are kept, so that a day can be rebuilt.
    `run_days`: for how many days Dagster's records of a run are kept.
    `retry_minutes`: how long after the first, second, … failed attempt of a day it is tried again, minutes.
    `pages`: whether the daily run makes the site.
    `board_places`: how many places of each board are kept; 100 at least, which movers and the scorecard look at.
    `keep_private`: whether what a token shows of private repos is kept apart in the warehouse; else it is not written at all.
    """

    least_share: float = 0.98
    spool_days: int = 30
    run_days: int = 400
    retry_minutes: tuple[float, ...] = (30, 60, 120, 240)
    board_places: int = 500
    pages: bool = True
    keep_private: bool = False

    @staticmethod
    def from_env() -> "Guards":
        """`ALMANAC_LEAST_SHARE` (0 to 1), `ALMANAC_SPOOL_DAYS`, `ALMANAC_RUN_DAYS`, `ALMANAC_RETRY_MINUTES`
        (numbers with commas between), `ALMANAC_BOARD_PLACES`, `ALMANAC_PAGES` (on or off), `ALMANAC_PRIVATE` (drop
        or keep). Raises UsageError when one cannot be meant.
        """
        return Guards(
            least_share=_number("ALMANAC_LEAST_SHARE", 0.98, least=0.0, most=1.0),
            spool_days=int(_number("ALMANAC_SPOOL_DAYS", 30)),
            run_days=int(_number("ALMANAC_RUN_DAYS", 400)),
            retry_minutes=_numbers("ALMANAC_RETRY_MINUTES", Guards.retry_minutes),
            board_places=int(_number("ALMANAC_BOARD_PLACES", 500, least=100)),
            pages=_switch("ALMANAC_PAGES"),
            keep_private=_switch("ALMANAC_PRIVATE", on="keep", off="drop", default="drop"),
        )


def _numbers(name: str, default: tuple[float, ...]) -> tuple[float, ...]:
    text = os.environ.get(name)
    if text is None or not text.strip():
        return default
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        values = (-1.0,)
    if not all(0 <= value <= 24 * 60 for value in values):
        raise UsageError(f"{name} must be minutes with commas between, each 0 to 1440, not {text!r}.")
    return values


def _switch(name: str, on: str = "on", off: str = "off", default: str = "on") -> bool:
    text = (os.environ.get(name) or default).strip().lower()
    if text not in (on, off):
        raise UsageError(f"{name} must be {on} or {off}, not {text!r}.")
    return text == on


def _number(name: str, default: float, least: float = 1.0, most: float = 999_999.0) -> float:
    text = os.environ.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        span = f"a number of at least {least:g}" if most > 1 else f"a number from {least:g} to {most:g}"
        raise UsageError(f"{name} must be {span}, not {text!r}.")
    return value
