"""Spans and months of recorded days, without a database."""

import base64
import datetime as dt
import re

from pipeline.cli.source_calendar import draw_months
from pipeline.orchestration.previews.calendar import draw_calendar
from pipeline.published.calendar import (
    RecordedDay,
    count_imported_days,
    group_by_month,
    list_missing_months,
    list_spans,
)

HOSTILE = "a<script>](x)\u202e"


def day(text: str, source: str | None = None, kind: str = "model") -> RecordedDay:
    return RecordedDay(kind, dt.date.fromisoformat(text), source)


DAYS = [
    day("2024-12-31", "weekly"), day("2025-03-01", "pulse"), day("2025-03-02", "pulse"), day("2025-03-03", HOSTILE), day("2025-03-06"), day("2025-03-07"),
    day("2025-03-07", kind="dataset"),
]  # fmt: skip


def test_spans_have_the_gaps_between_them() -> None:
    spans = [
        (span.kind, str(span.first), str(span.last), span.days, span.origin, span.source) for span in list_spans(DAYS)
    ]
    assert spans == [
        ("model", "2024-12-31", "2024-12-31", 1, "imported", "weekly"),
        ("model", "2025-01-01", "2025-02-28", 59, "gap", None),
        ("model", "2025-03-01", "2025-03-02", 2, "imported", "pulse"),
        ("model", "2025-03-03", "2025-03-03", 1, "imported", HOSTILE),
        ("model", "2025-03-04", "2025-03-05", 2, "gap", None),
        ("model", "2025-03-06", "2025-03-07", 2, "own", None),
        ("dataset", "2025-03-07", "2025-03-07", 1, "own", None),
    ]
    assert count_imported_days(DAYS) == {"pulse": 2, HOSTILE: 1, "weekly": 1}
    assert list_spans([]) == []


def test_a_month_has_a_mark_for_each_day() -> None:
    months = group_by_month(DAYS)["model"]
    assert list_missing_months(list(months)) == [dt.date(2024, 12, 1)]
    lines = [line.plain for line in draw_months(months, {"pulse": "A", "weekly": "B"}, lambda key, **_: key)]
    assert lines == [f"2024-12   {' ' * 30}B", "…         sources-no-days", "2025-03   AA*..##"]


def test_a_hostile_source_is_text_in_the_picture() -> None:
    picture = draw_calendar(DAYS)
    alternative, _, image = picture.partition("](data:image/svg+xml;base64,")
    assert "<script>" not in alternative and re.search(r"(?<!\\)\]", alternative) is None
    assert "\u202e" not in picture
    svg = base64.b64decode(image.removesuffix(")")).decode()
    assert "<script>" not in svg and "&lt;script&gt;" in svg and svg.count("<rect") == len(DAYS) + 2  # two dots
