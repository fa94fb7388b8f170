"""Read one response of the Hub: its JSON, its date, its error message."""

import datetime as dt
import re
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TypeVar

import msgspec

from pipeline.hub_api.transfer import Response
from pipeline.secrets import shorten

T = TypeVar("T")
# A page has about 80,000 values. Millions of tiny ones would take a hundred times their bytes in memory.
LARGE_BODY_BYTES, MAX_VALUES = 4 * 2**20, 2_000_000
_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
FIRST_YEAR, LAST_YEAR = 2000, 9000  # of a usable Date; date arithmetic overflows in 9999
MAX_ERROR_BYTES = 100_000  # bytes of a body searched for a message
_TITLE = re.compile(rb"<title[^>]*>\s*([^<]{1,300})", re.IGNORECASE)


class TransientError(Exception):
    """An error that a retry may fix. `wait_seconds`: as the Hub asked."""

    def __init__(
        self, message: str, *, unreachable: bool = False, wait_seconds: float | None = None, wrong_clock: bool = False
    ):
        super().__init__(message)
        self.wrong_clock = wrong_clock
        self.unreachable = unreachable
        self.wait_seconds = wait_seconds


def decode_json(body: bytes, shape: type[T]) -> T:
    """Decode a JSON body. Raises TransientError."""
    if len(body) > LARGE_BODY_BYTES and body.count(b",") > MAX_VALUES:
        raise TransientError(f"it sent more than {MAX_VALUES:,} values")
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        start = body[:64].lstrip().lower()
        problem = (
            f"HTML, not JSON{format_html_title(body)}" if start.startswith(b"<") else f"not the API's JSON ({error})"
        )
        raise TransientError(f"it sent {problem}") from None


def replace_invalid_unicode(body: bytes) -> bytes:
    """Replace invalid UTF-8 bytes and lone surrogates."""
    if _LONE_SURROGATE.search(body):
        repaired_body = bytearray(body)  # in place: a body may have millions of escapes
        for match in _ESCAPE.finditer(body):
            if match[1]:
                repaired_body[match.start() : match.end()] = b"\\ufffd"
        body = bytes(repaired_body)
    try:
        body.decode()
    except UnicodeDecodeError:
        return body.decode(errors="replace").encode()
    return body


def parse_date_header(response: Response) -> dt.datetime:
    """Return the Hub's time (UTC). Raises TransientError."""
    try:
        date = parsedate_to_datetime(get_single_header(response, "date") or "")
        date = (date if date.tzinfo else date.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (LookupError, ValueError, TypeError, OverflowError):
        date = None
    if date is None or not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise TransientError("a response without a valid Date header, which determines the snapshot's day")
    return date


def get_single_header(response: Response, name: str) -> str | None:
    """Return a header's value, or None. Raises TransientError for two different values."""
    values = set(response.headers.get_list(name))
    if len(values) > 1:
        raise TransientError(f"a response with {len(values)} different {name} headers")
    return values.pop() if values else None


class _ErrorBody(msgspec.Struct):
    error: object = None


def format_server_message(response: Response) -> str:
    """Return the Hub's error message in parentheses, printable, without secrets; empty without one."""
    message = response.headers.get("x-error-message") or ""
    if not message and len(response.body) <= MAX_ERROR_BYTES:
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            error = msgspec.json.decode(response.body, type=_ErrorBody).error
            message = error if isinstance(error, str) else ""
    message = shorten(message).rstrip(".")
    return f" ({message})" if message else ""


def format_html_title(body: bytes) -> str:
    """Return an HTML page's title in parentheses; empty without one."""
    match = _TITLE.search(body[:MAX_ERROR_BYTES])
    title = shorten(match[1].decode(errors="replace"), 80) if match else ""
    return f" ({title})" if title else ""
