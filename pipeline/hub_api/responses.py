"""What an answer of the Hub says: its JSON, its date, its error in words.

What belongs here: reading one answer. What does not: asking again, and what a status means (client.py).
"""

import datetime as dt
import re
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TypeVar

import msgspec

from pipeline.hub_api.transfer import Response
from pipeline.secrets import shorten

T = TypeVar("T")
# A page has some 80,000 values. Millions of tiny ones would take a hundred times their bytes in memory.
LARGE_BODY_BYTES, MAX_VALUES = 4 * 2**20, 2_000_000
_LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
FIRST_YEAR, LAST_YEAR = 2000, 9000  # of a Date that can be calculated with
MAX_ERROR_BYTES = 100_000  # bytes of a body that is looked through for a message
_TITLE = re.compile(rb"<title[^>]*>\s*([^<]{1,300})", re.IGNORECASE)


class TransientError(Exception):
    """May be gone on the next try. `wait_seconds`: what the Hub asked for."""

    def __init__(
        self, message: str, *, unreachable: bool = False, wait_seconds: float | None = None, wrong_clock: bool = False
    ):
        super().__init__(message)
        self.wrong_clock = wrong_clock
        self.unreachable = unreachable
        self.wait_seconds = wait_seconds


def decode_json(body: bytes, shape: type[T]) -> T:
    """The JSON of a body. Raises TransientError: the next answer may be good."""
    if len(body) > LARGE_BODY_BYTES and body.count(b",") > MAX_VALUES:
        raise TransientError(f"it answered more than {MAX_VALUES:,} values")
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        start = body[:64].lstrip().lower()
        problem = (
            f"HTML, not JSON{format_html_title(body)}" if start.startswith(b"<") else f"not the API's JSON ({error})"
        )
        raise TransientError(f"it answered {problem}") from None


def replace_invalid_unicode(body: bytes) -> bytes:
    """The same JSON with what no reader of UTF-8 takes (stray bytes, half a surrogate pair) as replacement characters."""
    if _LONE_SURROGATE.search(body):
        repaired_body = bytearray(body)  # in place, since a body may hold millions of escapes
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
    """The Hub's time in an answer's Date header."""
    try:
        date = parsedate_to_datetime(get_single_header(response, "date") or "")
        date = (date if date.tzinfo else date.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (LookupError, ValueError, TypeError, OverflowError):
        date = None
    if date is None or not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise TransientError("an answer without a Date header that can be read: the day of the snapshot is not known")
    return date


def get_single_header(response: Response, name: str) -> str | None:
    """A header that must not be sent twice; None without it."""
    values = set(response.headers.get_list(name))
    if len(values) > 1:
        raise TransientError(f"an answer with {len(values)} different {name} headers")
    return values.pop() if values else None


class _ErrorBody(msgspec.Struct):
    error: object = None


def format_server_message(response: Response) -> str:
    """What the Hub said, short, printable and without secrets."""
    message = response.headers.get("x-error-message") or ""
    if not message and len(response.body) <= MAX_ERROR_BYTES:
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            error = msgspec.json.decode(response.body, type=_ErrorBody).error
            message = error if isinstance(error, str) else ""
    message = shorten(message).rstrip(".")
    return f" ({message})" if message else ""


def format_html_title(body: bytes) -> str:
    """The title of a page in HTML, short; empty without one."""
    match = _TITLE.search(body[:MAX_ERROR_BYTES])
    title = shorten(match[1].decode(errors="replace"), 80) if match else ""
    return f" ({title})" if title else ""
