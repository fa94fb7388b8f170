"""Formats of days and large figures by language."""

import datetime as dt

from babel.numbers import format_compact_decimal

from pipeline.i18n.messages import text


def format_full_day(language: str, day: dt.date) -> str:
    """Format a day: Thursday, 26 November 2026."""
    weekday, month = text(language, f"weekday-{day.isoweekday()}"), text(language, f"month-{day.month}")
    return text(language, "day-full", weekday=weekday, day=day.day, month=month, year=str(day.year))


def format_short_day(language: str, day: dt.date) -> str:
    """Format a day: 26 Nov."""
    return text(language, "day-short", day=day.day, month=text(language, f"month-short-{day.month}"))


def format_compact_number(language: str, value: float) -> str:
    """Format a figure in about four characters for an axis: 1.2M, 120만."""
    return format_compact_decimal(value, locale=language, fraction_digits=2)
