"""Days and large figures, as each language writes them."""

import datetime as dt

from pipeline.i18n.messages import text


def day_in_full(language: str, day: dt.date) -> str:
    """Thursday, 26 November 2026."""
    weekday, month = text(language, f"weekday-{day.isoweekday()}"), text(language, f"month-{day.month}")
    return text(language, "day-full", weekday=weekday, day=day.day, month=month, year=str(day.year))


def day_in_short(language: str, day: dt.date) -> str:
    """26 Nov."""
    return text(language, "day-short", day=day.day, month=text(language, f"month-short-{day.month}"))
