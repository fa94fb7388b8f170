"""Where the lake is, and the credentials for it, by reference to the environment or to files."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from pipeline.config import read_variable
from pipeline.errors import UsageError
from pipeline.files import describe_os_error
from pipeline.notes import Note
from pipeline.secrets import read_start, redact_url, remember_secret
from pipeline.user_paths import expand_path

KEEP_DAYS = 90
MAX_SECRET_BYTES = 10_000
FILE_SUFFIX = ".ducklake"  # of a catalog in a file
_POSTGRES = ("postgres", "postgresql")
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]+:")
_STORAGE_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/=")


@dataclass(frozen=True)
class LakeSettings:
    """`catalog`: postgresql://user@host:port/database, or the path of a DuckDB file, *.ducklake. `data`: s3://bucket/prefix/ or a folder.

    `keep_days`: how long maintenance keeps replaced rows, for time travel.
    """

    catalog: str
    data: str
    keep_days: int = KEEP_DAYS
    endpoint: str = ""
    region: str = "us-east-1"
    password: str = field(default="", repr=False)
    key_id: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)

    @staticmethod
    def is_configured() -> bool:
        """Whether `ALMANAC_LAKE` names a lake."""
        return bool(read_variable("ALMANAC_LAKE"))

    @staticmethod
    def from_env() -> "LakeSettings":
        """Read `ALMANAC_LAKE`, `ALMANAC_LAKE_DATA`, `ALMANAC_LAKE_KEEP_DAYS`, `ALMANAC_LAKE_ENDPOINT`, `ALMANAC_LAKE_PASSWORD`,
        `ALMANAC_LAKE_KEY_ID` and `ALMANAC_LAKE_SECRET`; of the last two, also AWS's variables. Secrets may be in a file that
        the variable's name with `_FILE` names. Raises UsageError.
        """
        if not LakeSettings.is_configured():
            raise UsageError(Note("lake_not_configured"))
        if not read_variable("ALMANAC_LAKE_DATA"):
            raise UsageError(Note("lake_without_data"))
        return LakeSettings(
            catalog=_check_catalog(read_variable("ALMANAC_LAKE")),
            data=_check_data(read_variable("ALMANAC_LAKE_DATA")),
            keep_days=_read_days("ALMANAC_LAKE_KEEP_DAYS"),
            endpoint=_check_endpoint(read_variable("ALMANAC_LAKE_ENDPOINT") or read_variable("AWS_ENDPOINT_URL")),
            region=read_variable("AWS_REGION") or read_variable("AWS_DEFAULT_REGION") or LakeSettings.region,
            password=_read_secret("ALMANAC_LAKE_PASSWORD"),
            key_id=read_variable("ALMANAC_LAKE_KEY_ID") or read_variable("AWS_ACCESS_KEY_ID"),
            secret=_read_secret("ALMANAC_LAKE_SECRET") or read_variable("AWS_SECRET_ACCESS_KEY"),
            session_token=read_variable("AWS_SESSION_TOKEN"),
        )

    @property
    def postgres(self) -> SplitResult | None:
        """The parts of a PostgreSQL address; None for a file."""
        parts = urlsplit(self.catalog)
        return parts if parts.scheme in _POSTGRES else None

    @property
    def is_remote(self) -> bool:
        """Whether the data is in object storage."""
        return self.data.startswith("s3://")

    @property
    def login(self) -> dict[str, str | int]:
        """The catalog's host, port, user and database, without the password."""
        if not (parts := self.postgres):
            return {}
        values: dict[str, str | int | None] = {
            "host": parts.hostname,
            "port": parts.port or 5432,
            "user": unquote(parts.username or ""),
            "dbname": unquote(parts.path.strip("/")),
        }
        return {name: value for name, value in values.items() if value}


def _read_days(name: str) -> int:
    text = read_variable(name) or str(KEEP_DAYS)
    if not text.isascii() or not text.isdecimal() or not 0 <= int(text) <= 99_999:
        raise UsageError(Note("lake_invalid_days", {"name": name, "value": text[:40]}))
    return int(text)


def _read_secret(name: str) -> str:
    """Return the variable, or the content of the file that `<name>_FILE` names. Raises UsageError."""
    if value := read_variable(name):
        return value
    if not (file := read_variable(f"{name}_FILE")):
        return ""
    try:
        value = read_start(expand_path(Path(file)), MAX_SECRET_BYTES).decode("utf-8-sig").strip()
    except (OSError, UnicodeError) as error:
        cause = describe_os_error(error, Path(file)) if isinstance(error, OSError) else Note("invalid_file_name")
        raise UsageError(Note("cannot_read", {"path": file, "cause": cause})) from error
    remember_secret(value)
    return value


def _check_catalog(text: str) -> str:
    """Return the address, or the file's path. Errors do not show other texts, such as libpq's words with a password."""
    if "://" not in text:
        if not text.endswith(FILE_SUFFIX):  # also: never write into another database
            raise UsageError(Note("lake_invalid_catalog"))
        return str(expand_path(Path(text)).absolute())
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise UsageError(Note("lake_invalid_catalog")) from None
    if parts.password:
        raise UsageError(Note("lake_password_in_address", {"address": redact_url(text)}))
    is_plain = not (parts.query or parts.fragment) and text.isprintable() and not any(c.isspace() for c in text)
    if parts.scheme not in _POSTGRES or not parts.hostname or not parts.path.strip("/") or not is_plain:
        raise UsageError(Note("lake_invalid_catalog"))
    return text


def _check_data(text: str) -> str:
    if not _SCHEME.match(text):
        return str(expand_path(Path(text)).absolute()) + "/"
    scheme, _, place = text.partition("://")
    if scheme != "s3" or not place.strip("/") or not set(place) <= _STORAGE_CHARACTERS or ".." in place:
        raise UsageError(Note("lake_invalid_data", {"address": redact_url(text)}))
    return f"s3://{place.rstrip('/')}/"


def _check_endpoint(text: str) -> str:
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
        raise UsageError(Note("lake_invalid_endpoint", {"address": redact_url(text)}))
    return text.rstrip("/")
