"""The charts: each takes a frame of `sql/charts/` and returns a picture as SVG, or None if there is nothing to draw."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from pipeline.i18n.formats import compact_number, day_in_short
from pipeline.i18n.messages import FIRST, word
from pipeline.orchestration.previews.chart_theme import (
    COLOURS,
    FAINT,
    LINE,
    legend,
    moved,
    path,
    short_name,
    svg,
    text,
)
from pipeline.svg import HEIGHT, PLACE, RANKS, Chart, bump, chart, round_ticks, spread_dates, text_width

DEPTH = 12  # ranks that the rank chart shows
RANK_BOX = (232, 168)  # width and height of its lines
LINES_BOX = (380, 190)
BARS = 220  # width of the longest bar
MARGIN = 12
TOP = 30  # where boxes begin, below the title
LEVEL = COLOURS[8]  # of the line that values should not fall below
AXIS = 50  # room for the labels of the vertical axis


@dataclass(frozen=True)
class Panel:
    """A chart of lines, one for each of `names`."""

    chart: Chart
    names: list[str]
    percent: bool
    level: float | None


def ranks(places: pl.DataFrame, title: str) -> str | None:
    """The rank of a category's top ten over time (columns date, id, place, rank), named at the right by today's place."""
    if places.is_empty():
        return None
    width, height = RANK_BOX
    first, last = min(places["date"]), max(places["date"])
    days = max((last - first).days + 1, 2)
    scale = (width / RANKS, height / (DEPTH * PLACE))

    def height_of(rank: int) -> float:
        return round((rank - 0.5) * PLACE * scale[1], 1)

    lines, marks, labels = [], [], []
    for (place, name), rows in places.group_by("place", "id", maintain_order=True):
        known = rows.drop_nulls("rank")
        color = COLOURS[(place - 1) % len(COLOURS)]
        lines.append(path(bump(zip(known["date"], known["rank"], strict=True), last, days, DEPTH - 2), color))
        marks.append(path(f"M{width} {height_of(place):g}h0", color, 8))
        labels.append(f"{place}  {short_name(name)}")
    named = [text(width + 9, height_of(place), label) for place, label in enumerate(labels, 1)]
    axis = [text(-8, height_of(rank), str(rank), anchor="end") for rank in (1, 5, 10)]
    box = moved(0, 0, *lines, scale=scale)
    left = MARGIN + 20
    return svg(
        left + width + 20 + max(map(text_width, labels)),
        TOP + height + LINE + MARGIN,
        text(MARGIN, 12, title, bold=True),
        moved(left, TOP, *axis, _days_axis(spread_dates(first, last), RANK_BOX), box, *marks, *named),
    )


def movers(gained: pl.DataFrame) -> str | None:
    """Likes gained in a day by the movers (columns category, id, move, likes_1d), in the frame's order."""
    if gained.is_empty():
        return None
    moves = gained["move"].unique(maintain_order=True).to_list()
    names = [short_name(name) for name in gained["id"]]
    notes = [f"{likes} · {category}" for likes, category in gained.select("likes_1d", "category").iter_rows()]
    ticks = round_ticks(min(0, *gained["likes_1d"]), max(0, *gained["likes_1d"]), 1)
    scale = BARS / (ticks[0] - ticks[-1])

    def at(likes: float) -> float:
        return round((likes - ticks[-1]) * scale, 1)

    bars = []
    for n, (likes, move) in enumerate(gained.select("likes_1d", "move").iter_rows()):
        middle = n * LINE + LINE // 2
        bar = f"M{at(0):g} {middle - 5}H{at(likes):g}v10H{at(0):g}z"
        bars += [
            f'<path d="{bar}" fill="{COLOURS[moves.index(move) % len(COLOURS)]}"/>',
            text(at(max(0, likes)) + 5, middle, notes[n]),
            text(at(min(0, likes)) - 6, middle, names[n], anchor="end"),
        ]
    bottom = gained.height * LINE
    axis = [path(f"M0 {bottom}h{BARS}", FAINT, 1)]
    axis += [text(at(tick), bottom + LINE // 2 + 2, compact_number("en", tick), anchor="middle") for tick in ticks]
    axis.append(text(BARS / 2, bottom + 1.5 * LINE + 2, "likes gained in 24 hours", anchor="middle"))
    entries, legend_width, legend_height = legend([word(FIRST, "move", move) for move in moves])
    left = MARGIN + max(map(text_width, names)) + 6
    return svg(
        left + max(BARS + 10 + max(map(text_width, notes)), legend_width) + MARGIN,
        2 * MARGIN + bottom + 2.5 * LINE + legend_height,
        moved(left, MARGIN, *bars, *axis, moved(0, bottom + 2.5 * LINE, entries)),
    )


def over_time(
    values: pl.DataFrame, what: str, of: str, *, percent: bool = False, level: float | None = None
) -> Panel | None:
    """A line of the column `what` over `date` for each `of`; `level`: a dashed line across. None without any value."""
    known = values.drop_nulls(what)
    if known.is_empty():
        return None
    names = known[of].unique(maintain_order=True).to_list()
    series = [list(known.filter(pl.col(of) == name).select("date", what).iter_rows()) for name in names]
    scale = (0, 1) if percent else ()
    whole = known[what].dtype.is_integer()
    drawn = chart(series, min(known["date"]), max(known["date"]), scale=scale, whole=whole)
    return drawn and Panel(drawn, names, percent, level)


def side_by_side(*panels: tuple[str, Panel | None]) -> str | None:
    """Charts with a title each, those that there are, above the legend that they share."""
    drawn = [(title, panel) for title, panel in panels if panel is not None]
    if not drawn:
        return None
    names = list(dict.fromkeys(name for _, panel in drawn for name in panel.names))
    entries, legend_width, legend_height = legend([short_name(name) for name in names])
    bottom = TOP + LINES_BOX[1] + 2 * LINE
    boxes, right = [], 0
    for title, panel in drawn:
        boxes.append(moved(right, 0, text(MARGIN, 12, title, bold=True), moved(AXIS, TOP, _lines(panel, names))))
        right += max(AXIS + LINES_BOX[0], round(text_width(title) * 1.35)) + 2 * MARGIN
    return svg(max(right, AXIS + legend_width), bottom + legend_height + MARGIN, *boxes, moved(AXIS, bottom, entries))


def _lines(panel: Panel, names: list[str]) -> str:
    width, height = LINES_BOX
    drawn = panel.chart
    scale = (width / drawn.width, height / HEIGHT)
    weight = 2 if len(drawn.dates) > 1 else 6  # a single day would not show as a line
    lines = [
        path(d, COLOURS[names.index(name) % len(COLOURS)], weight)
        for name, d in zip(panel.names, drawn.lines, strict=True)
    ]
    if panel.level is not None:
        lines.append(path(f"M0 {drawn.height_of(panel.level)}h{drawn.width}", LEVEL, 1.5, dashed=True))
    labels = [
        text(-8, drawn.height_of(tick) * scale[1], f"{tick:.0%}" if panel.percent else compact_number("en", tick), anchor="end")
        for tick in drawn.ticks
    ]  # fmt: skip
    box = moved(0, 0, path(drawn.guides, FAINT, 1), *lines, scale=scale)
    return "".join([*labels, _days_axis(drawn.dates, LINES_BOX), box])


def _days_axis(dates: list[dt.date], box: tuple[int, int]) -> str:
    width, height = box
    line = path(f"M0 0v{height}h{width}", FAINT, 1)
    parts = max(len(dates) - 1, 1)
    labels = [
        text(round(n * width / parts), height + LINE, day_in_short("en", day), anchor="middle")
        for n, day in enumerate(dates)
    ]
    return line + "".join(labels)
