"""Read which source each recorded day comes from."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import duckdb

from pipeline.config import latest_day
from pipeline.sql import statement

Origin = Literal["own", "imported", "gap"]


@dataclass(frozen=True)
class RecordedDay:
    """A day of a kind. `source`: of an imported day; None: observed by this almanac."""

    kind: str
    date: dt.date
    source: str | None


@dataclass(frozen=True)
class Span:
    """Successive days of one kind and source; of a gap, without a snapshot."""

    kind: str
    first: dt.date
    last: dt.date
    days: int
    origin: Origin
    source: str | None


def read_recorded_days(con: duckdb.DuckDBPyConnection, last: dt.date | None = None) -> list[RecordedDay]:
    """Read the recorded days up to `last` (default: today), models first, in order."""
    rows = con.execute(statement("published/recorded_days"), {"latest": last or latest_day()}).fetchall()
    return [RecordedDay(*row) for row in rows]


def list_spans(days: Iterable[RecordedDay]) -> list[Span]:
    """List spans of one source, and the gaps between them."""
    spans: list[Span] = []
    for day in days:
        last = spans[-1] if spans and spans[-1].kind == day.kind else None
        if last and (missing := (day.date - last.last).days - 1) > 0:
            first_missing, last_missing = last.last + dt.timedelta(1), day.date - dt.timedelta(1)
            spans.append(Span(day.kind, first_missing, last_missing, missing, "gap", None))
            last = None
        if last and last.source == day.source:
            spans[-1] = Span(day.kind, last.first, day.date, last.days + 1, last.origin, day.source)
        else:
            origin = "own" if day.source is None else "imported"
            spans.append(Span(day.kind, day.date, day.date, 1, origin, day.source))
    return spans


def count_imported_days(days: Iterable[RecordedDay]) -> dict[str, int]:
    """Count the dates that each source has; the source with the most comes first."""
    dates: dict[str, set[dt.date]] = {}
    for day in days:
        if day.source is not None:
            dates.setdefault(day.source, set()).add(day.date)
    counts = {source: len(source_dates) for source, source_dates in dates.items()}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def count_days_without_file(con: duckdb.DuckDBPyConnection, shelf: Path) -> dict[str, int]:
    """Count the days of each source whose files are not on the shelf, the folder of imported days."""
    query = "SELECT source, file, list(DISTINCT date) FROM store.archived_day GROUP BY source, file"
    dates: dict[str, set[dt.date]] = {}
    for source, file, file_dates in con.execute(query).fetchall():
        if not (shelf / file).exists():
            dates.setdefault(source, set()).update(file_dates)
    return {source: len(source_dates) for source, source_dates in dates.items()}


def group_by_month(days: Iterable[RecordedDay]) -> dict[str, dict[dt.date, Mapping[int, RecordedDay]]]:
    """Group days by kind, first day of the month and day of the month."""
    months: dict[str, dict[dt.date, dict[int, RecordedDay]]] = {}
    for day in days:
        months.setdefault(day.kind, {}).setdefault(day.date.replace(day=1), {})[day.date.day] = day
    return {kind: dict(by_month) for kind, by_month in months.items()}


def count_days_of_month(month: dt.date) -> int:
    return monthrange(month.year, month.month)[1]


def list_missing_months(months: Sequence[dt.date]) -> list[dt.date]:
    """List the months after which at least one month has no day."""
    return [
        month
        for month, following in pairwise(months)
        if (following.year - month.year) * 12 + following.month - month.month > 1
    ]
