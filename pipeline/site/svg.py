"""Lines over days as SVG paths: numbers alone, so nothing in them needs escaping. Pure.

A path is broken where nothing was observed, and a day that stands alone is a line of no length, which round ends show as a dot. The page
stretches each drawing to its place; strokes keep their width (`vector-effect` in style.css).
"""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DAY = 4  # units of width a day takes
HEIGHT = 200  # of a chart
SPARK = (58, 16)  # width and height of a sparkline
RANKS = 116  # width of the chart of ranks
PLACE = 10  # units of height a place takes in it

Point = tuple[int, int] | None
Series = Iterable[tuple[dt.date, float | int | None]]


@dataclass(frozen=True)
class Chart:
    """Lines over days. `lines`: paths in a box of `width` by HEIGHT; `ticks`: the values of evenly spread guide lines, from the top down;
    `dates`: evenly spread from the first day to the last; `marked`: the path of the shaded days, empty without any."""

    width: int
    lines: list[str]
    ticks: list[float]
    dates: list[dt.date]
    marked: str

    @property
    def guides(self) -> str:
        """The path of the guide lines."""
        step = HEIGHT / (len(self.ticks) - 1)
        return "".join(f"M0 {round(i * step)}h{self.width}" for i in range(len(self.ticks)))


def chart(
    series: Sequence[Series],
    first: dt.date,
    last: dt.date,
    *,
    marked: Iterable[dt.date] = (),
    zero: bool = False,
    whole: bool = True,
) -> Chart | None:
    """A line for each of the series, None where none has a value. `zero`: the scale holds 0; `whole`: no guide lines between whole numbers."""
    held = [dict(one) for one in series]
    values = [value for one in held for value in one.values() if value is not None]
    if not values:
        return None
    ticks = _ticks(min([*values, *([0] if zero else [])]), max(values), 1 if whole else 0)
    days = _until(last, (last - first).days + 1)
    scale = HEIGHT / (ticks[0] - ticks[-1])

    def at(n: int, value: float | None) -> Point:
        return None if value is None else (n * DAY, round((ticks[0] - value) * scale))

    lines = [path(at(n, one.get(day)) for n, day in enumerate(days)) for one in held]
    parts = min(4, len(days) - 1)
    dates = [first + dt.timedelta(round(i * (len(days) - 1) / parts)) for i in range(parts + 1)] if parts else [first]
    return Chart(max(len(days) - 1, 1) * DAY, lines, ticks, dates, _bands(sorted(marked), first, last))


def spark(series: Series, last: dt.date, days: int) -> str:
    """The path of the `days` days until `last`, from 0 (or less) to the largest, in a box of the size SPARK."""
    known = {day: value for day, value in series if value is not None}
    if not known:
        return ""
    width, height = SPARK
    low = min(0, *known.values())
    scale = height / ((max(known.values()) - low) or 1)
    return path(
        (round(n * width / (days - 1)), height - round((known[day] - low) * scale)) if day in known else None
        for n, day in enumerate(_until(last, days))
    )


def bump(ranks: Iterable[tuple[dt.date, int]], last: dt.date, days: int, places: int) -> str:
    """The path of a repo's ranks in the `days` days until `last`, in a box of RANKS by places * PLACE.

    Places behind the first lie just below the box: a line leaves and enters it there.
    """
    held = dict(ranks)
    points = (
        (round(n * RANKS / (days - 1)), min(held[day], places + 2) * PLACE - PLACE // 2) if day in held else None
        for n, day in enumerate(_until(last, days))
    )
    return path(points, curved=True)


def _until(last: dt.date, days: int) -> list[dt.date]:
    return [last - dt.timedelta(ago) for ago in range(days - 1, -1, -1)]


def path(points: Iterable[Point], *, curved: bool = False) -> str:
    """The path through the points, broken at each None; `curved`: level at each of them."""
    drawn: list[str] = []
    before: Point = None
    alone = False  # whether the last point bears no line yet
    for point in points:
        if point is None:
            drawn.append("h0" if alone else "")
            alone = False
        elif before is None:
            drawn.append(f"M{point[0]} {point[1]}")
            alone = True
        else:
            right, down = point[0] - before[0], point[1] - before[1]
            half = right / 2
            step = f"c{half:g} 0 {half:g} {down} {right} {down}" if curved else f"l{right} {down}"
            drawn.append(step.replace(" -", "-") if down else f"h{right}")
            alone = False
        before = point
    return "".join(drawn) + ("h0" if alone else "")


def _ticks(low: float, high: float, least: float) -> list[float]:
    """Round values, three to six of them evenly spread, from one that is no less than `high` to one that is no more than `low`."""
    rough = max((high - low) / 4, abs(high) * 1e-6, least / 2, 1e-9)
    size = 10.0 ** math.floor(math.log10(rough))
    step = max(next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= rough * 0.999), least)
    bottom = math.floor(low / step + 1e-9)
    top = max(math.ceil(high / step - 1e-9), bottom + 2)
    return [round(n * step, 9) for n in range(top, bottom - 1, -1)]


def _bands(days: Sequence[dt.date], first: dt.date, last: dt.date) -> str:
    drawn = ""
    for day in days:
        if first <= day <= last:
            left = max((day - first).days * DAY - DAY // 2, 0)
            drawn += f"M{left} 0h{DAY}v{HEIGHT}h-{DAY}z"
    return drawn
