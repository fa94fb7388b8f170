"""Draw values over days as SVG paths, for the site and Dagster's previews. Paths contain only numbers, so they need no escaping.

A path breaks on days without a value. A single day is a line of length zero, which round caps show as a dot. Pages stretch a path and
keep its stroke width with `vector-effect`.
"""

import datetime as dt
import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

DAY_WIDTH = 4
HEIGHT = 200
SPARKLINE_SIZE = (58, 16)  # width and height
RANKS_WIDTH = 116
RANK_HEIGHT = 10
# Widths in pixels of Verdana and DejaVu Sans at 11 pixels, which are similar.
LETTER_WIDTHS = {
    c: width
    for width, letters in {
        3.1: "ijl|'", 3.6: " .,:;/\\I", 4.2: "-tf!()[]", 4.6: "rJ", 5.8: "sz_?*\"`", 6.0: "c", 6.6: "aekovxyFLPTY$", 7.0: "bdghnpqu0123456789ES{}",
        7.6: "ABCKRVXZ", 8.5: "DGHNOQU&", 9.1: "#+<=>^~wM", 10.7: "mW%@",
    }.items()
    for c in letters
}  # fmt: skip
WIDE_LETTER_WIDTH = 10.2  # of Korean, Chinese and Japanese characters

Point = tuple[int, int] | None
Series = Iterable[tuple[dt.date, float | int | None]]


@dataclass(frozen=True)
class Chart:
    """`lines`: paths in a box of `width` by HEIGHT; `ticks`: values of the guide lines, from the top down; `dates`: evenly spaced;
    `shaded_path`: the shaded days.
    """

    width: int
    lines: list[str]
    ticks: list[float]
    dates: list[dt.date]
    shaded_path: str

    @property
    def guides(self) -> str:
        step = HEIGHT / (len(self.ticks) - 1)
        return "".join(f"M0 {round(i * step)}h{self.width}" for i in range(len(self.ticks)))

    def height_of(self, value: float) -> int:
        return round((self.ticks[0] - value) * (HEIGHT / (self.ticks[0] - self.ticks[-1])))


def draw_chart(
    series: Sequence[Series],
    first: dt.date,
    last: dt.date,
    *,
    shaded_days: Iterable[dt.date] = (),
    scale: Sequence[float] = (),
    whole_ticks: bool = True,
) -> Chart | None:
    """Draw a line per series; None without values. `scale`: values to cover; `whole_ticks`: guide lines only at whole numbers."""
    by_day = [dict(points) for points in series]
    values = [value for points in by_day for value in points.values() if value is not None]
    if not values:
        return None
    scale_values = [*values, *scale]
    ticks = round_ticks(min(scale_values), max(scale_values), 1 if whole_ticks else 0)
    width = max((last - first).days, 1) * DAY_WIDTH
    frame = Chart(width, [], ticks, spread_dates(first, last), _draw_bands(sorted(shaded_days), first, last))
    days = _list_days(last, (last - first).days + 1)

    def point(n: int, value: float | None) -> Point:
        return None if value is None else (n * DAY_WIDTH, frame.height_of(value))

    lines = [draw_path(point(n, points.get(day)) for n, day in enumerate(days)) for points in by_day]
    return replace(frame, lines=lines)


def spread_dates(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return up to five evenly spaced dates from the first day to the last."""
    days = (last - first).days
    parts = min(4, days)
    return [first + dt.timedelta(round(i * days / parts)) for i in range(parts + 1)] if parts else [first]


def draw_sparkline(series: Series, last: dt.date, days: int) -> str:
    """Return the path of the `days` days up to `last`, scaled from 0 (or less) to the maximum, in a box of SPARKLINE_SIZE."""
    value_by_day = {day: value for day, value in series if value is not None}
    if not value_by_day:
        return ""
    width, height = SPARKLINE_SIZE
    low = min(0, *value_by_day.values())
    scale = height / ((max(value_by_day.values()) - low) or 1)
    return draw_path(
        (round(n * width / (days - 1)), height - round((value_by_day[day] - low) * scale))
        if day in value_by_day
        else None
        for n, day in enumerate(_list_days(last, days))
    )


def trace_ranks(ranks: Iterable[tuple[dt.date, int]], last: dt.date, days: int, rank_count: int) -> str:
    """Return the path of ranks in the `days` days up to `last`, in a box of RANKS_WIDTH by rank_count * RANK_HEIGHT.

    Ranks beyond `rank_count` are just below the box, where a line leaves and enters it.
    """
    rank_by_day = dict(ranks)
    points = (
        (round(n * RANKS_WIDTH / (days - 1)), min(rank_by_day[day], rank_count + 2) * RANK_HEIGHT - RANK_HEIGHT // 2)
        if day in rank_by_day
        else None
        for n, day in enumerate(_list_days(last, days))
    )
    return draw_path(points, smooth=True)


def _list_days(last: dt.date, days: int) -> list[dt.date]:
    return [last - dt.timedelta(ago) for ago in range(days - 1, -1, -1)]


def draw_path(points: Iterable[Point], *, smooth: bool = False) -> str:
    """Return the path through the points, broken at each None; `smooth`: with horizontal tangents."""
    commands: list[str] = []
    previous: Point = None
    is_single = False  # whether the last point has no line yet
    for point in points:
        if point is None:
            commands.append("h0" if is_single else "")
            is_single = False
        elif previous is None:
            commands.append(f"M{point[0]} {point[1]}")
            is_single = True
        else:
            right, down = point[0] - previous[0], point[1] - previous[1]
            half = right / 2
            step = f"c{half:g} 0 {half:g} {down} {right} {down}" if smooth else f"l{right} {down}"
            commands.append(step.replace(" -", "-") if down else f"h{right}")
            is_single = False
        previous = point
    return "".join(commands) + ("h0" if is_single else "")


def round_ticks(low: float, high: float, least: float) -> list[float]:
    """Return three to six evenly spaced round values, from the first at or above `high` down to one at or below `low`."""
    rough = max((high - low) / 4, abs(high) * 1e-6, least / 2, 1e-9)
    size = 10.0 ** math.floor(math.log10(rough))
    step = max(next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= rough * 0.999), least)
    bottom = math.floor(low / step + 1e-9)
    top = max(math.ceil(high / step - 1e-9), bottom + 2)
    return [round(n * step, 9) for n in range(top, bottom - 1, -1)]


def _draw_bands(days: Sequence[dt.date], first: dt.date, last: dt.date) -> str:
    commands = ""
    for day in days:
        if first <= day <= last:
            x = max((day - first).days * DAY_WIDTH - DAY_WIDTH // 2, 0)
            commands += f"M{x} 0h{DAY_WIDTH}v{HEIGHT}h-{DAY_WIDTH}z"
    return commands


def measure_text_width(text: str) -> int:
    """Return a text's width at 11 pixels."""
    return round(
        sum(WIDE_LETTER_WIDTH if unicodedata.east_asian_width(c) in "WF" else LETTER_WIDTHS.get(c, 7.0) for c in text)
    )
