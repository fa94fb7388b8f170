"""Formats of days and large figures by language."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from pipeline.i18n.messages import text

SHORT_DAYS = 300  # days: an earlier day needs its year


def format_full_day(language: str, day: dt.date) -> str:
    """Format a day: Thursday, 26 November 2026."""
    weekday, month = text(language, f"weekday-{day.isoweekday()}"), text(language, f"month-{day.month}")
    return text(language, "day-full", weekday=weekday, day=day.day, month=month, year=str(day.year))


def format_short_day(language: str, day: dt.date, today: dt.date | None = None) -> str:
    """Format a day: 26 Nov; 2025-11-26 if that is long before `today`."""
    if today and (today - day).days > SHORT_DAYS:
        return str(day)
    return text(language, "day-short", day=day.day, month=text(language, f"month-short-{day.month}"))


def format_axis(language: str, ticks: Sequence[float]) -> list[str]:
    """Format the ticks of an axis: 1.2M, 120만; in full if two decimals would round them: 39,035."""
    from babel.numbers import format_decimal  # noqa: PLC0415  slow to import

    short, exact = ([_format_compact(language, tick, digits) for tick in ticks] for digits in (2, 9))
    labels = short if short == exact else [format_decimal(tick, locale=language) for tick in ticks]
    return [label.replace("-", "−") for label in labels]


def format_compact_number(language: str, value: float) -> str:
    """Format a figure in about four characters: 7.2B, 72억."""
    return _format_compact(language, value, 1)


@lru_cache(4096)  # the charts of a site have the same ticks again and again
def _format_compact(language: str, value: float, digits: int) -> str:
    from babel.numbers import format_compact_decimal  # noqa: PLC0415  slow to import

    return format_compact_decimal(value, locale=language, fraction_digits=digits)
