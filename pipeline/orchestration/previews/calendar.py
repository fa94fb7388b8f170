"""Draw the calendar of recorded days: a square per day, in the color of its source."""

import datetime as dt
from collections.abc import Mapping, Sequence

from pipeline.i18n.messages import DEFAULT_LANGUAGE, text
from pipeline.kinds import KINDS
from pipeline.orchestration.previews.chart_theme import (
    COLORS,
    FAINT_COLOR,
    LINE_HEIGHT,
    build_legend,
    build_svg,
    embed_picture,
    group_element,
    shorten_name,
    text_element,
)
from pipeline.published.calendar import (
    RecordedDay,
    count_days_of_month,
    count_imported_days,
    group_by_month,
    list_missing_months,
    list_spans,
)

SQUARE = 11  # pixels, with a gap of 1
ROW_HEIGHT = SQUARE + 2
LABEL_WIDTH = 60
MARGIN = 12
MAX_MONTHS = 60  # of each kind, the last ones


def draw_calendar(days: Sequence[RecordedDay]) -> str:
    """Return the calendar as a picture in Markdown; a sentence without days."""
    if not days:
        return text(DEFAULT_LANGUAGE, "calendar-empty")
    sources = list(count_imported_days(days))
    labels = [text(DEFAULT_LANGUAGE, "calendar-own"), *map(shorten_name, sources)]
    legend, legend_width, legend_height = build_legend(labels)
    parts = [text_element(0, 8, text(DEFAULT_LANGUAGE, "calendar-title"), bold=True), group_element(0, 20, legend)]
    top = 20 + legend_height + LINE_HEIGHT
    for kind, months in group_by_month(days).items():
        shown_months = list(months)[-MAX_MONTHS:]
        before_gaps = list_missing_months(shown_months)
        kind_days = [day.date for day in days if day.kind == kind]
        parts.append(text_element(0, top, KINDS[kind].plural if kind in KINDS else kind, bold=True))
        for month in shown_months:
            top += ROW_HEIGHT
            squares = _draw_squares(month, months[month], sources, (min(kind_days), max(kind_days)))
            parts.append(group_element(0, top, text_element(0, SQUARE / 2, f"{month:%Y-%m}"), squares))
            if month in before_gaps:
                top += ROW_HEIGHT
                parts.append(text_element(0, top + SQUARE / 2, f"… {text(DEFAULT_LANGUAGE, 'calendar-gap')}"))
        top += ROW_HEIGHT + LINE_HEIGHT
    width = max(legend_width, LABEL_WIDTH + 31 * SQUARE)
    picture = build_svg(width + 2 * MARGIN, top + 2 * MARGIN, group_element(MARGIN, MARGIN, *parts))
    return embed_picture(picture, describe_calendar(days))


def describe_calendar(days: Sequence[RecordedDay]) -> str:
    """Describe the calendar in words, for those who do not see the picture."""
    spans = "; ".join(
        f"{span.kind} {span.first} – {span.last}: {span.source or text(DEFAULT_LANGUAGE, f'calendar-{span.origin}')}"
        for span in list_spans(days)[:50]
    )
    return f"{text(DEFAULT_LANGUAGE, 'calendar-title')}: {spans}"


def _draw_squares(
    month: dt.date, days: Mapping[int, RecordedDay], sources: Sequence[str], span: tuple[dt.date, dt.date]
) -> str:
    """Draw a square for each recorded day, and a dot for each day without a snapshot between the first and the last one."""
    squares: list[str] = []
    for number in range(1, count_days_of_month(month) + 1):
        day, x = days.get(number), LABEL_WIDTH + (number - 1) * SQUARE
        if day is not None:
            color = COLORS[(1 + sources.index(day.source) if day.source else 0) % len(COLORS)]
            squares.append(f'<rect x="{x}" width="{SQUARE - 1}" height="{SQUARE - 1}" fill="{color}"/>')
        elif span[0] < month.replace(day=number) < span[1]:
            squares.append(f'<rect x="{x + 4}" y="4" width="2" height="2" fill="{FAINT_COLOR}"/>')
    return "".join(squares)
