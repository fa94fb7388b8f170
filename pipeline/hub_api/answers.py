"""What an answer of the Hub says: its JSON, its date, its error in words.

What belongs here: reading one answer. What does not: asking again, and what an answer's status means (client.py).
"""

import datetime as dt
import re
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import TypeVar

import msgspec

from pipeline.hub_api.transfer import Answer
from pipeline.secrets import short

T = TypeVar("T")
# A page has some 80,000 values. Millions of tiny ones would take a hundred times their bytes in memory.
LARGE_BODY, MAX_VALUES = 4 * 2**20, 2_000_000
_LONE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
FIRST_YEAR, LAST_YEAR = 2000, 9000  # of a Date that can be calculated with
LONGEST_ERROR = 100_000  # bytes of a body that is looked through for a message
_TITLE = re.compile(rb"<title[^>]*>\s*([^<]{1,300})", re.IGNORECASE)


class Transient(Exception):
    """May be gone on the next try. `wait`: seconds the Hub asked for."""

    def __init__(self, what: str, *, unreachable: bool = False, wait: float | None = None, clock: bool = False):
        super().__init__(what)
        self.clock = clock
        self.unreachable = unreachable
        self.wait = wait


def decode(body: bytes, shape: type[T]) -> T:
    """The JSON of a body. Raises Transient: the next answer may be good."""
    if len(body) > LARGE_BODY and body.count(b",") > MAX_VALUES:
        raise Transient(f"it answered more than {MAX_VALUES:,} values")
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        start = body[:64].lstrip().lower()
        what = f"HTML, not JSON{html_title(body)}" if start.startswith(b"<") else f"not the API's JSON ({error})"
        raise Transient(f"it answered {what}") from None


def legible(body: bytes) -> bytes:
    """The same JSON with what no reader of UTF-8 takes (stray bytes, half a surrogate pair) as replacement characters."""
    if _LONE.search(body):
        mended = bytearray(body)  # in place, since a body may hold millions of escapes
        for found in _ESCAPE.finditer(body):
            if found[1]:
                mended[found.start() : found.end()] = b"\\ufffd"
        body = bytes(mended)
    try:
        body.decode()
    except UnicodeDecodeError:
        return body.decode(errors="replace").encode()
    return body


def date_of(answer: Answer) -> dt.datetime:
    """The Hub's time in an answer's Date header."""
    try:
        at = parsedate_to_datetime(single_header(answer, "date") or "")
        at = (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (LookupError, ValueError, TypeError, OverflowError):
        at = None
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise Transient("an answer without a Date header that can be read: the day of the snapshot is not known")
    return at


def single_header(answer: Answer, name: str) -> str | None:
    """A header that must not be sent twice; None without it."""
    values = set(answer.headers.get_list(name))
    if len(values) > 1:
        raise Transient(f"an answer with {len(values)} different {name} headers")
    return values.pop() if values else None


class _Error(msgspec.Struct):
    error: object = None


def server_message(answer: Answer) -> str:
    """What the Hub said, short, printable and without secrets."""
    said = answer.headers.get("x-error-message") or ""
    if not said and len(answer.body) <= LONGEST_ERROR:
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            error = msgspec.json.decode(answer.body, type=_Error).error
            said = error if isinstance(error, str) else ""
    said = short(said).rstrip(".")
    return f" ({said})" if said else ""


def html_title(body: bytes) -> str:
    """The title of a page in HTML, short; empty without one."""
    found = _TITLE.search(body[:LONGEST_ERROR])
    title = short(found[1].decode(errors="replace"), 80) if found else ""
    return f" ({title})" if title else ""
