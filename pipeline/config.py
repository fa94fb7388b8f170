"""Where a home keeps its things, how its days are taken (`Settings`), and how the Hub is reached (`HubSettings`).

Only `from_env` reads the environment, and only where a process or a run begins: commands, and the resources of Dagster. Everything
else is handed what it needs, so that a process may serve several homes and Hubs (tests do).
"""

import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.secrets import redact_url
from pipeline.user_paths import check_home_path

PUBLIC_HUB = "https://huggingface.co"
MAX_ENDPOINT = 500
CLOCK_TOLERANCE = dt.timedelta(hours=6)  # between the Hub's clock and this machine's


@dataclass(frozen=True)
class Home:
    """A folder that holds one Almanac: its published database, its private parts, its Dagster instance."""

    root: Path

    @staticmethod
    def from_env() -> "Home":
        """`ALMANAC_HOME`, or `./data`. Raises UsageError for a path that no home can have."""
        return Home(check_home_path(os.environ.get("ALMANAC_HOME") or "data"))

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
    def folders(self) -> tuple[Path, ...]:
        """The folders of the home that hold what cannot be made again, and the demo's home."""
        return (self.warehouse.parent, self.spool, self.dagster, self.root / "demo")

    @property
    def last_failure(self) -> Path:
        """Why the last run failed (JSON); absent while all is well."""
        return self.root / "last_failure.json"


@dataclass(frozen=True)
class HubSettings:
    """How to talk to the Hub.

    `timeout` (without a byte) and `connect_timeout` in seconds; a whole answer may take four times `timeout`. `attempts` counts the first try; waits between tries grow from
    `first_wait` seconds by doubling, up to `longest_wait`, with jitter; `blind_wait` is for a 429 that does not say how
    long. `longest_pause`: seconds that a page may wait for the quota in total; a Hub that asks for more is given up.
    `quota_share`: how much of the Hub's quota to use at most. `trust_clock`: the Hub's clock counts, however far it is from
    this machine's (a stand-in that plays other days). `direct`: requests pass no proxy, and huggingface_hub's offline mode does not
    forbid them (a stand-in on this machine). `token`: None means as huggingface_hub finds it, if `endpoint` is the
    Hub that the environment names; False means none whatever the environment holds.
    """

    endpoint: str = PUBLIC_HUB
    token: str | bool | None = None
    timeout: float = 30.0
    connect_timeout: float = 10.0
    attempts: int = 6
    first_wait: float = 0.5
    longest_wait: float = 8.0
    blind_wait: float = 60.0
    longest_pause: float = 900.0  # the Hub's windows have 300
    quota_share: float = 0.8
    trust_clock: bool = False
    direct: bool = False

    @staticmethod
    def from_env(endpoint: str = "", *, anonymous: bool = False) -> "HubSettings":
        """`endpoint` or `HF_ENDPOINT`, as huggingface_hub reads it; `ALMANAC_HUB_ATTEMPTS`,
        `ALMANAC_HUB_TIMEOUT` (seconds), `ALMANAC_QUOTA_SHARE` (above 0, up to 1) and `ALMANAC_TRUST_HUB_CLOCK` (1 or 0).

        Raises UsageError when one of them cannot be meant.
        """
        endpoint = _check_endpoint(endpoint or os.environ.get("HF_ENDPOINT") or PUBLIC_HUB)
        return HubSettings(
            endpoint=endpoint,
            token=False if anonymous else None,
            attempts=int(_read_number("ALMANAC_HUB_ATTEMPTS", 6)),
            timeout=_read_number("ALMANAC_HUB_TIMEOUT", 30.0),
            quota_share=_read_number("ALMANAC_QUOTA_SHARE", 0.8, least=0.01, most=1.0),
            trust_clock=trusts_hub_clock(),
        )

    @property
    def token_is_for_endpoint(self) -> bool:
        """Whether a token that huggingface_hub finds may go to `endpoint`: it was given for HF_ENDPOINT, or the public Hub."""
        given_for = os.environ.get("HF_ENDPOINT", "").strip() or PUBLIC_HUB
        return split_origin(self.endpoint) == split_origin(given_for)


def split_origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    try:
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        port = None
    return parts.scheme, parts.hostname, port


def trusts_hub_clock() -> bool:
    """`ALMANAC_TRUST_HUB_CLOCK=1`: the Hub plays other days than this machine's today. Raises UsageError for other values than 1 and 0."""
    text = (os.environ.get("ALMANAC_TRUST_HUB_CLOCK") or "0").strip()
    if text not in ("0", "1"):
        raise UsageError(f"ALMANAC_TRUST_HUB_CLOCK must be 1 or 0, not {text[:40]!r}.")
    return text == "1"


def latest_day() -> dt.date:
    """The latest UTC day that may be the Hub's by now: nothing is pruned or compacted by a later one, whichever clock is trusted."""
    return (dt.datetime.now(dt.UTC) + CLOCK_TOLERANCE).date()


def _check_endpoint(text: str) -> str:
    """Scheme, host, port and path of a Hub, which is all that is ever said or stored of it."""
    text = text.strip()
    problem = ""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise UsageError(f"HF_ENDPOINT is not an address that can be read; use one like {PUBLIC_HUB}.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        problem = "is not the address of a Hub"
    elif "@" in parts.netloc:
        problem = "must not hold a user or a password (a token belongs into HF_TOKEN)"
    elif parts.query or parts.fragment or "?" in text or "#" in text:
        problem = "must not have a query or a fragment"
    elif not text.isprintable() or any(c.isspace() or c == "\\" for c in text):
        problem = "has characters that no address has"
    elif len(text) > MAX_ENDPOINT:
        problem = f"has more than {MAX_ENDPOINT} characters"
    if problem:
        raise UsageError(f"HF_ENDPOINT {problem}: {redact_url(text)!r}; use one like {PUBLIC_HUB}.")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


@dataclass(frozen=True)
class Settings:
    """How an Almanac takes, keeps and shows its days. A default here is the default everywhere.

    `least_share`: of the rows of the last good day of the same scope and kind, below which a complete crawl is refused.
    `spool_days`: for how many days finished spools are kept, so that a day can be rebuilt.
    `run_days`: for how many days Dagster's records of a run are kept.
    `retry_minutes`: how long after the first, second, … failed attempt of a day Almanac retries it, minutes.
    `board_places`: how many ranks of each board are kept; 100 at least, which movers and the scorecard look at.
    `pages`: whether the daily run makes the site. `site_url`: where people find the site, for its feeds; empty where unknown.
    `previews`: whether materializations show tables and pictures of the day in Dagster.
    `keep_private`: whether what a token shows of private repos is kept apart in the warehouse; else it is not written at all.
    `notify`: addresses for alerts, as apprise reads them; they may hold secrets.
    """

    least_share: float = 0.98
    spool_days: int = 30
    run_days: int = 400
    retry_minutes: tuple[float, ...] = (30, 60, 120, 240)
    board_places: int = 500
    pages: bool = True
    site_url: str = ""
    previews: bool = True
    keep_private: bool = False
    notify: str = field(default="", repr=False)

    @staticmethod
    def from_env() -> "Settings":
        """`ALMANAC_LEAST_SHARE` (0 to 1), `ALMANAC_SPOOL_DAYS`, `ALMANAC_RUN_DAYS`, `ALMANAC_RETRY_MINUTES`
        (numbers with commas between), `ALMANAC_BOARD_PLACES`, `ALMANAC_PAGES` and `ALMANAC_PREVIEWS` (on or off), `ALMANAC_SITE_URL`,
        `ALMANAC_PRIVATE` (drop or keep), `ALMANAC_NOTIFY`. Raises UsageError when one cannot be meant.
        """
        return Settings(
            least_share=_read_number("ALMANAC_LEAST_SHARE", Settings.least_share, least=0.0, most=1.0),
            spool_days=int(_read_number("ALMANAC_SPOOL_DAYS", Settings.spool_days)),
            run_days=int(_read_number("ALMANAC_RUN_DAYS", Settings.run_days)),
            retry_minutes=_read_numbers("ALMANAC_RETRY_MINUTES", Settings.retry_minutes),
            board_places=int(_read_number("ALMANAC_BOARD_PLACES", Settings.board_places, least=100)),
            pages=_read_switch("ALMANAC_PAGES"),
            site_url=_read_text("ALMANAC_SITE_URL"),
            previews=_read_switch("ALMANAC_PREVIEWS"),
            keep_private=_read_switch("ALMANAC_PRIVATE", on="keep", off="drop", default="drop"),
            notify=_read_text("ALMANAC_NOTIFY"),
        )


def read_thread_limit() -> int | None:
    """`ALMANAC_THREADS`: how many threads the warehouse computes with; None: as many as there are cores. Raises UsageError."""
    return int(_read_number("ALMANAC_THREADS", 1, most=1024)) if os.environ.get("ALMANAC_THREADS") else None


def read_ui_hosts() -> list[str]:
    """`ALMANAC_UI_HOSTS`: names that browsers call the UI by, with blanks or commas between."""
    return os.environ.get("ALMANAC_UI_HOSTS", "").replace(",", " ").split()


def _read_text(name: str) -> str:
    return os.environ.get(name, "").strip()


def _read_numbers(name: str, default: tuple[float, ...]) -> tuple[float, ...]:
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


def _read_switch(name: str, on: str = "on", off: str = "off", default: str = "on") -> bool:
    text = (os.environ.get(name) or default).strip().lower()
    if text not in (on, off):
        raise UsageError(f"{name} must be {on} or {off}, not {text!r}.")
    return text == on


def _read_number(name: str, default: float, least: float = 1.0, most: float = 999_999.0) -> float:
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
