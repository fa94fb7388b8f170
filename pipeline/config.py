"""The configuration: a home's paths (`Home`), how to build its days (`Settings`), how to reach the Hub (`HubSettings`).

Only commands and Dagster's resources read the environment, with `from_env`; other code gets these objects, so that a process can serve
several homes and Hubs.
"""

import datetime as dt
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.notes import Note, Parameters
from pipeline.secrets import redact_url
from pipeline.user_paths import check_home_path

PUBLIC_HUB = "https://huggingface.co"
MAX_ENDPOINT = 500
ASSET_PREFIX_PATTERN = re.compile("[A-Za-z][A-Za-z0-9_]{0,62}")
CLOCK_TOLERANCE = dt.timedelta(hours=6)  # between the Hub's clock and this machine's


@dataclass(frozen=True)
class Home:
    """The folder of one Almanac: published database, private data, Dagster instance."""

    root: Path
    is_default: bool = field(default=False, compare=False)  # nobody named it
    reads_lake: bool = field(default=False, compare=False)  # readers read the lake instead of the published file

    @staticmethod
    def from_env() -> "Home":
        """Return the home at `ALMANAC_HOME`, else `./data`. Raises UsageError."""
        is_named = bool(read_variable("ALMANAC_HOME"))
        return Home(check_home_path(os.environ["ALMANAC_HOME"] if is_named else "data"), is_default=not is_named)

    def find_readable(self) -> "Home":
        """Return the demo's home if this one is the default and no run has begun in it, but the demo is there; else this home."""
        has_begun = any(map(os.path.lexists, (self.published, self.warehouse, self.spool)))
        return self.demo if self.is_default and not has_begun and self.demo.published.exists() else self

    @property
    def demo(self) -> "Home":
        """The home of `almanac demo`."""
        return Home(self.root / "demo")

    @property
    def demo_marker(self) -> Path:
        """A file that only a demo's home has."""
        return self.root / "SAMPLE_DATA"

    @property
    def published(self) -> Path:
        """The read-only database for readers."""
        return self.root / "hub.duckdb"

    @property
    def warehouse(self) -> Path:
        """The private database, named like the published file, so that catalog-qualified names work in both."""
        return self.root / "warehouse" / "hub.duckdb"

    @property
    def spool(self) -> Path:
        """Raw pages, a folder per day."""
        return self.root / "spool"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def catalogue(self) -> Path:
        """The user's own categories and featured repos; optional."""
        return self.root / "catalogue.toml"

    @property
    def imports(self) -> Path:
        """Imported days: a folder for each source."""
        return self.root / "imports"

    @property
    def inbox(self) -> Path:
        """The files that people may import from the UI; optional."""
        return self.root / "inbox"

    @property
    def known_days(self) -> Path:
        """The user's own list of bad days of archives; optional."""
        return self.root / "known_days.toml"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that cannot be rebuilt, and the demo's home."""
        return (self.warehouse.parent, self.spool, self.dagster, self.imports, self.demo.root)

    @property
    def last_failure(self) -> Path:
        """Why the last run failed (JSON); absent after a success."""
        return self.root / "last_failure.json"


@dataclass(frozen=True)
class HubSettings:
    """How to reach the Hub. Times are in seconds.

    `timeout`: without a byte; a whole response may take four times as long. `attempts` includes the first. Waits between attempts double from
    `first_wait` to `longest_wait`, with jitter; `blind_wait` follows a 429 that names no wait. `longest_pause`: the most a page waits for the
    quota. `quota_share`: the share of the quota to use. `trust_clock`: accept any Hub clock (a Hub that simulates other days). `direct`:
    ignore proxies and offline mode (a Hub on this machine). `token`: None: huggingface_hub's, if the environment names `endpoint`; False: none.
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
        """Read `endpoint` or `HF_ENDPOINT`, `ALMANAC_HUB_ATTEMPTS`, `ALMANAC_HUB_TIMEOUT`, `ALMANAC_QUOTA_SHARE` and
        `ALMANAC_TRUST_HUB_CLOCK`. Raises UsageError.
        """
        endpoint = _check_endpoint(endpoint or read_variable("HF_ENDPOINT") or PUBLIC_HUB)
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
        """Whether huggingface_hub's token is for `endpoint`: the address of HF_ENDPOINT, else the public Hub."""
        given_for = read_variable("HF_ENDPOINT") or PUBLIC_HUB
        return split_origin(self.endpoint) == split_origin(given_for)


def split_origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    try:
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        port = None
    return parts.scheme, parts.hostname, port


def trusts_hub_clock() -> bool:
    """Return `ALMANAC_TRUST_HUB_CLOCK`: whether to accept a Hub that simulates other days. Raises UsageError."""
    text = read_variable("ALMANAC_TRUST_HUB_CLOCK") or "0"
    if text not in ("0", "1"):
        raise UsageError(
            Note("invalid_switch", {"name": "ALMANAC_TRUST_HUB_CLOCK", "on": "1", "off": "0", "value": text[:40]})
        )
    return text == "1"


def latest_day() -> dt.date:
    """Return the latest UTC day that the Hub may have by now; pruning and compaction trust no later one."""
    return (dt.datetime.now(dt.UTC) + CLOCK_TOLERANCE).date()


def _check_endpoint(text: str) -> str:
    """Return scheme, host, port and path, the only parts of an endpoint that are stored or shown."""
    text = text.strip()
    problem: Note | None = None
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise UsageError(Note("invalid_endpoint"), Note("endpoint_example", {"example": PUBLIC_HUB})) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        problem = Note("no_address")
    elif "@" in parts.netloc:
        problem = Note("has_password")
    elif parts.query or parts.fragment or "?" in text or "#" in text:
        problem = Note("has_query")
    elif not text.isprintable() or any(c.isspace() or c == "\\" for c in text):
        problem = Note("has_invalid_characters")
    elif len(text) > MAX_ENDPOINT:
        problem = Note("too_long", {"most": MAX_ENDPOINT})
    if problem:
        raise UsageError(
            Note("bad_endpoint", {"url": redact_url(text), "cause": problem}),
            Note("endpoint_example", {"example": PUBLIC_HUB}),
        )
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


@dataclass(frozen=True)
class Settings:
    """How Almanac crawls, keeps and shows its days. These are the only defaults.

    `least_share`: a complete crawl with a smaller share of the last good day's rows (same scope and kind) is refused.
    `spool_days`, `run_days`: how long spools and Dagster's records of runs stay. `retry_minutes`: from each failed attempt to the next.
    `board_places`: ranks kept per board; movers and the scorecard need 100. `pages`: build the site. `site_url`: its public address, for
    feeds. `previews`: show tables and charts in Dagster. `keep_private`: store private repos separately instead of dropping them.
    `notify`: apprise addresses for alerts; may contain secrets.
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
        """Read `ALMANAC_LEAST_SHARE`, `ALMANAC_SPOOL_DAYS`, `ALMANAC_RUN_DAYS`, `ALMANAC_RETRY_MINUTES`, `ALMANAC_BOARD_PLACES`,
        `ALMANAC_PAGES`, `ALMANAC_PREVIEWS`, `ALMANAC_SITE_URL`, `ALMANAC_PRIVATE` and `ALMANAC_NOTIFY`. Raises UsageError.
        """
        return Settings(
            least_share=_read_number("ALMANAC_LEAST_SHARE", Settings.least_share, least=0.0, most=1.0),
            spool_days=int(_read_number("ALMANAC_SPOOL_DAYS", Settings.spool_days)),
            run_days=int(_read_number("ALMANAC_RUN_DAYS", Settings.run_days)),
            retry_minutes=_read_numbers("ALMANAC_RETRY_MINUTES", Settings.retry_minutes),
            board_places=int(_read_number("ALMANAC_BOARD_PLACES", Settings.board_places, least=100)),
            pages=_read_switch("ALMANAC_PAGES"),
            site_url=read_variable("ALMANAC_SITE_URL"),
            previews=_read_switch("ALMANAC_PREVIEWS"),
            keep_private=_read_switch("ALMANAC_PRIVATE", on="keep", off="drop", default="drop"),
            notify=read_variable("ALMANAC_NOTIFY"),
        )


def read_thread_limit() -> int | None:
    """Return `ALMANAC_THREADS` for the warehouse; None: one per core. Raises UsageError."""
    return int(_read_number("ALMANAC_THREADS", 1, most=1024)) if read_variable("ALMANAC_THREADS") else None


def read_ui_hosts() -> list[str]:
    """Return `ALMANAC_UI_HOSTS`: host names of the UI, separated by spaces or commas."""
    return read_variable("ALMANAC_UI_HOSTS").replace(",", " ").split()


def read_asset_prefix() -> str:
    """Return `ALMANAC_ASSET_PREFIX`, which begins the asset keys and names the pool. Raises UsageError."""
    prefix = read_variable("ALMANAC_ASSET_PREFIX") or "hub_almanac"
    if not ASSET_PREFIX_PATTERN.fullmatch(prefix):
        raise UsageError(Note("invalid_asset_prefix", {"name": "ALMANAC_ASSET_PREFIX", "value": prefix[:40]}))
    return prefix


def read_variable(name: str) -> str:
    """Return a variable's value; empty if it is unset, empty or blank."""
    return os.environ.get(name, "").strip()


def unset_empty_variables() -> None:
    """Remove Almanac's empty variables, which mean the default, from the environment; Dagster takes them for values."""
    for name in [name for name in os.environ if name.startswith("ALMANAC_") and not read_variable(name)]:
        del os.environ[name]


def _read_numbers(name: str, default: tuple[float, ...]) -> tuple[float, ...]:
    text = read_variable(name)
    if not text:
        return default
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        values = (-1.0,)
    if not all(0 <= value <= 24 * 60 for value in values):
        raise UsageError(Note("invalid_minutes", {"name": name, "value": text}))
    return values


def _read_switch(name: str, on: str = "on", off: str = "off", default: str = "on") -> bool:
    text = (read_variable(name) or default).lower()
    if text not in (on, off):
        raise UsageError(Note("invalid_switch", {"name": name, "on": on, "off": off, "value": text}))
    return text == on


def _read_number(name: str, default: float, least: float = 1.0, most: float = 999_999.0) -> float:
    text = read_variable(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        bounds: Parameters = {"name": name, "value": text, "least": f"{least:g}", "most": f"{most:g}"}
        raise UsageError(Note("number_too_small" if most > 1 else "number_out_of_range", bounds))
    return value
