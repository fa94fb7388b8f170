"""Build the contents of the page on data quality."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress

from pipeline.kinds import KINDS
from pipeline.notes import Note
from pipeline.ranking.board_status import NOTABLE_FROZEN_SHARE
from pipeline.site.page_data import QUALITY_DAYS, Edition, Row

STATES = ("good", "frozen", "short", "gap")
STRIP_DAYS = 14  # fewer days are drawn in one row, more as weeks
OPTIONAL_COLUMNS = ("changed_counter_share", "usual_changed_counter_share", "frozen_quarters")


def build_quality(edition: Edition) -> dict[str, object]:
    """Return the page's context: `days`, newest first, one row per kind; `calendars` by kind, none of a single day; `columns` by kind:
    the OPTIONAL_COLUMNS with a value."""
    days: dict[dt.date, dict[str, Row]] = {}
    for row in edition.quality:
        days.setdefault(row["date"], {})[row["kind"]] = {**row, "state": _classify_day(row)}
    rows_by_kind = {kind: [days[date][kind] for date in sorted(days) if kind in days[date]] for kind in KINDS}
    columns = {
        kind: {column for column in OPTIONAL_COLUMNS if any(row[column] not in (None, []) for row in rows)}
        for kind, rows in rows_by_kind.items()
        if rows
    }
    return {
        "days": days,
        "columns": columns,
        "has_shares": any(OPTIONAL_COLUMNS[0] in filled_columns for filled_columns in columns.values()),
        "calendars": {kind: _lay_out_calendar(rows) for kind, rows in rows_by_kind.items() if len(rows) > 1},
        "gaps": [date for date in sorted(days) if all(row["state"] == "gap" for row in days[date].values())],
        "unsound_days": [row for row in edition.quality if row.get("unsound_counters")],
        "shown_days": QUALITY_DAYS,
        "expected_days": {
            (category.slug, name): _find_expected_day(board.notes)
            for category in edition.categories
            for name, board in category.boards.items()
        },
    }


def _find_expected_day(notes: Iterable[Note]) -> dt.date | None:
    """Return the day on which a young history will suffice, by the notes of a board."""
    days: list[dt.date] = []
    for note in notes:
        with suppress(ValueError):  # the file may come from anyone
            days.append(dt.date.fromisoformat(str(note.parameters.get("expected"))))
    return max(days, default=None)


def _lay_out_calendar(rows: list[Row]) -> dict[str, object]:
    """Return `cells` (column, line, row), the number of `columns` and `lines`, and `counts` of the states that occur."""
    first_day = rows[0]["date"]
    is_strip = len(rows) < STRIP_DAYS
    monday = first_day - dt.timedelta(first_day.weekday())
    cells = [
        ((row["date"] - first_day).days, 0, row)
        if is_strip
        else ((row["date"] - monday).days // 7, row["date"].weekday(), row)
        for row in rows
    ]
    counts = {state: sum(row["state"] == state for row in rows) for state in STATES}
    return {
        "cells": cells,
        "columns": cells[-1][0] + 1,
        "lines": 1 if is_strip else 7,
        "counts": counts,
        "states": [state for state in STATES if counts[state]],
        "days": len(rows),
    }


def _classify_day(row: Row) -> str:
    if row["status"] == "unobserved":
        return "gap"
    if row["limited"]:
        return "short"
    return "frozen" if (row["frozen_share"] or 0) >= NOTABLE_FROZEN_SHARE else "good"
