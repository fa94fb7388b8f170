"""Draw values over days as SVG paths, for the site and Dagster's previews. Paths contain only numbers, so they need no escaping.

A path breaks on days without a value. A single day is a line of length zero, which round caps show as a dot. Pages stretch a path and
keep its stroke width with `vector-effect`.
"""

import datetime as dt
import math
import re
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
    """`lines`: paths in a box of `width` by HEIGHT; `ticks`: values of the guide lines, from the top down, evenly spaced; `bottom`: the
    value at the lower edge; `dates`: evenly spaced; `shaded_path`: the shaded days.
    """

    width: int
    lines: list[str]
    ticks: list[float]
    bottom: float
    dates: list[dt.date]
    shaded_path: str

    @property
    def guides(self) -> str:
        return "".join(f"M0 {self.height_of(tick)}h{self.width}" for tick in self.ticks)

    def height_of(self, value: float) -> int:
        """Return the distance from the upper edge, where the first tick is."""
        return round((self.ticks[0] - value) * (HEIGHT / (self.ticks[0] - self.bottom)))


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
    ticks, bottom = _trim_axis(
        round_ticks(min(scale_values), max(scale_values), are_integers=whole_ticks), min(scale_values)
    )
    width = max((last - first).days, 1) * DAY_WIDTH
    frame = Chart(width, [], ticks, bottom, spread_dates(first, last), _draw_bands(sorted(shaded_days), first, last))
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
    """Return the path of the `days` days up to `last`, scaled from 0 (or less) to the maximum, in a box of SPARKLINE_SIZE; empty with
    fewer than two values."""
    first = last - dt.timedelta(days - 1)
    value_by_day = {day: value for day, value in series if value is not None and first <= day <= last}
    if len(value_by_day) < 2:
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
    """Return the path of ranks in the `days` days (at least 2) up to `last`, in a box of RANKS_WIDTH by rank_count * RANK_HEIGHT.

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


def find_dots(path: str) -> str:
    """Return the parts of a path that are a single day, to be drawn thicker."""
    return "".join(re.findall(r"M-?\d+ -?\d+h0(?=M|$)", path))


def round_ticks(low: float, high: float, *, are_integers: bool) -> list[float]:
    """Return two to seven evenly spaced round values, from the first at or above `high` down to one at or below `low`.

    They exceed the values by at most one step, and are negative only if a value is. `are_integers`: no fractions.
    """
    spread = high - low or abs(high) / 5 or (0 if are_integers else 1)
    rough = max(spread / 5, abs(high) * 1e-6, abs(low) * 1e-6, 0.5 if are_integers else 1e-9)
    size = 10.0 ** math.floor(math.log10(rough))
    steps = (size * n for n in (1, 2, 2.5, 5, 10) if size * n >= rough * 0.999)
    step = next(step for step in steps if not are_integers or step == round(step) >= 1)
    top, bottom = math.ceil(high / step - 1e-9), math.floor(low / step + 1e-9)
    if top == bottom:  # one value, on a tick
        top, bottom = top + 1, max(bottom - 1, 0) if low >= 0 else bottom - 1
    return [round(n * step, 9) for n in range(top, bottom - 1, -1)]


def _trim_axis(ticks: list[float], low: float) -> tuple[list[float], float]:
    """Return the ticks and the value of the lower edge: a lowest value just below 0 does not need a whole step."""
    if low < 0 and ticks[-2] == 0 and low - ticks[-1] > (ticks[0] - ticks[1]) / 2:
        return ticks[:-1], low
    return ticks, ticks[-1]


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
