"""Read days as people write them: 2026-03-06, 20260306, 6 Mar 2026, yesterday, 어제, -1 (the day before the last recorded one)."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import duckdb

from pipeline.errors import AlmanacError, UsageError
from pipeline.notes import Note
from pipeline.published.days import read_day_span, require_board_day

MAX_TEXT_LENGTH = 100  # characters repeated in an error

DATE_FORMS = "2026-03-06, yesterday or -1 (the day before the last one)"  # for the help of options
# words for a day, counted from today
_DAYS_AGO = {
    "today": 0, "yesterday": 1, "day before yesterday": 2,
    "오늘": 0, "어제": 1, "그제": 2, "그저께": 2,
}  # fmt: skip
_LAST_WORDS = {"last", "latest", "newest", "마지막", "최신", "최근"}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = r"(?P<name>[a-z]{3,9})\.?"
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>\s*[-/.]\s*)(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})\.?|(?P<month2>\d{2})(?P<day2>\d{2}))(?:[t\s]+\d{1,2}:.*)?"
)
_KOREAN = re.compile(r"(?P<year>\d{4})\s*년\s*(?P<month>\d{1,2})\s*월\s*(?P<day>\d{1,2})\s*일")
_WITH_MONTH_NAME = (
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]*{_MONTH}[\s,-]*(?P<year>\d{{4}})"),
    re.compile(rf"{_MONTH}[\s-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<year>\d{{4}})"),
    re.compile(rf"(?P<year>\d{{4}})[\s-]+{_MONTH}[\s-]+(?P<day>\d{{1,2}})"),
)
_DAYS_BEFORE_LAST = re.compile(r"[-−–](?P<days>\d{1,5})")


class DayBeforeLast(NamedTuple):
    """So many days before the last recorded day."""

    days: int


def parse_day(text: str, find_last_day: Callable[[], dt.date] | None = None) -> dt.date:
    """Return the day that a text means. Raises UsageError.

    `find_last_day`: returns the last recorded day, from which `latest` and -1 count; without it they are errors, as for
    commands that delete.
    """
    day = _read_day(text)
    if isinstance(day, dt.date):
        return day
    if day is None or find_last_day is None:
        forms = Note("date_forms_from_last" if find_last_day else "date_forms")
        raise UsageError(Note("invalid_date", {"date": text[:MAX_TEXT_LENGTH]}), forms)
    try:
        return find_last_day() - dt.timedelta(day.days)
    except OverflowError:
        raise UsageError(Note("invalid_date", {"date": text[:MAX_TEXT_LENGTH]})) from None


def _read_day(text: str) -> dt.date | DayBeforeLast | None:
    words = " ".join(unicodedata.normalize("NFC", text).lower().replace("_", " ").split())
    if words in _DAYS_AGO:
        return dt.datetime.now(dt.UTC).date() - dt.timedelta(_DAYS_AGO[words])
    if words in _LAST_WORDS:
        return DayBeforeLast(0)
    if match := _DAYS_BEFORE_LAST.fullmatch(words):
        return DayBeforeLast(int(match["days"]))
    for pattern in (_YEAR_FIRST, _KOREAN, *_WITH_MONTH_NAME):
        if match := pattern.fullmatch(words):
            parts = match.groupdict()
            month = _read_month(parts.get("name")) or int(parts.get("month") or parts.get("month2") or 0)
            try:
                return dt.date(int(parts["year"]), month, int(parts["day"] or parts.get("day2") or 0))
            except ValueError:  # no such day
                return None
    return None


def _read_month(name: str | None) -> int | None:
    """Return the number of a month with an English name, in full or shortened to three letters or more."""
    return next((number for number, month in enumerate(_MONTHS, 1) if name and month.startswith(name)), None)


def find_board_day(con: duckdb.DuckDBPyConnection, text: str | None) -> dt.date:
    """Return the day that a text means, None for the last one. Raises AlmanacError with the nearest days if it has no boards."""
    _, last = read_day_span(con, "trends")
    if last is None:
        raise AlmanacError(Note("no_boards"))
    day = last if text is None else parse_day(text, lambda: last)
    require_board_day(con, day)
    return day
