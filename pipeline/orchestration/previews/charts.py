"""Draw charts as SVG from frames of `sql/charts/`; None without data."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from pipeline.i18n.formats import format_axis, format_short_day
from pipeline.i18n.messages import DEFAULT_LANGUAGE, word
from pipeline.orchestration.previews.chart_theme import (
    COLORS,
    FAINT_COLOR,
    LINE_HEIGHT,
    build_legend,
    build_svg,
    group_element,
    path_element,
    shorten_name,
    text_element,
)
from pipeline.svg import (
    HEIGHT,
    RANK_HEIGHT,
    RANKS_WIDTH,
    Chart,
    draw_chart,
    measure_text_width,
    round_ticks,
    spread_dates,
    trace_ranks,
)

DEPTH = 12  # ranks in the rank chart
# sizes in pixels
RANK_BOX = (232, 168)
LINES_BOX = (380, 190)
BAR_WIDTH = 220  # of the longest bar
MARGIN = 12
BOX_TOP = 30  # below the title
LEVEL_COLOR = COLORS[8]
AXIS_WIDTH = 50  # of the vertical axis


@dataclass(frozen=True)
class Panel:
    """A line chart, one line per name."""

    chart: Chart
    names: list[str]
    percent: bool
    level: float | None


def draw_ranks(places: pl.DataFrame, title: str) -> str | None:
    """Draw the ranks of a category's top ten over time. Columns: date, id, place, rank."""
    if places.is_empty():
        return None
    width, height = RANK_BOX
    first, last = min(places["date"]), max(places["date"])
    days = max((last - first).days + 1, 2)
    scale = (width / RANKS_WIDTH, height / (DEPTH * RANK_HEIGHT))

    def height_of(rank: int) -> float:
        return round((rank - 0.5) * RANK_HEIGHT * scale[1], 1)

    lines, marks, labels = [], [], []
    for (place, name), rows in places.group_by("place", "id", maintain_order=True):
        ranked_rows = rows.drop_nulls("rank")
        color = COLORS[(place - 1) % len(COLORS)]
        lines.append(
            path_element(
                trace_ranks(zip(ranked_rows["date"], ranked_rows["rank"], strict=True), last, days, DEPTH - 2), color
            )
        )
        marks.append(path_element(f"M{width} {height_of(place):g}h0", color, 8))
        labels.append(f"{place}  {shorten_name(name)}")
    name_labels = [text_element(width + 9, height_of(place), label) for place, label in enumerate(labels, 1)]
    axis = [text_element(-8, height_of(rank), str(rank), anchor="end") for rank in (1, 5, 10)]
    box = group_element(0, 0, *lines, scale=scale)
    left_margin = MARGIN + 20
    return build_svg(
        left_margin + width + 20 + max(map(measure_text_width, labels)),
        BOX_TOP + height + LINE_HEIGHT + MARGIN,
        text_element(MARGIN, 12, title, bold=True),
        group_element(
            left_margin, BOX_TOP, *axis, _draw_days_axis(spread_dates(first, last), RANK_BOX), box, *marks, *name_labels
        ),
    )


def draw_movers(mover_rows: pl.DataFrame) -> str | None:
    """Draw the movers' likes gained in a day. Columns: category, id, move, likes_1d."""
    if mover_rows.is_empty():
        return None
    moves = mover_rows["move"].unique(maintain_order=True).to_list()
    names = [shorten_name(name) for name in mover_rows["id"]]
    notes = [f"{likes} · {category}" for likes, category in mover_rows.select("likes_1d", "category").iter_rows()]
    ticks = round_ticks(min(0, *mover_rows["likes_1d"]), max(0, *mover_rows["likes_1d"]), are_integers=True)
    scale = BAR_WIDTH / (ticks[0] - ticks[-1])

    def x_of(likes: float) -> float:
        return round((likes - ticks[-1]) * scale, 1)

    bars = []
    for n, (likes, move) in enumerate(mover_rows.select("likes_1d", "move").iter_rows()):
        middle = n * LINE_HEIGHT + LINE_HEIGHT // 2
        bar = f"M{x_of(0):g} {middle - 5}H{x_of(likes):g}v10H{x_of(0):g}z"
        bars += [
            f'<path d="{bar}" fill="{COLORS[moves.index(move) % len(COLORS)]}"/>',
            text_element(x_of(max(0, likes)) + 5, middle, notes[n]),
            text_element(x_of(min(0, likes)) - 6, middle, names[n], anchor="end"),
        ]
    bottom = mover_rows.height * LINE_HEIGHT
    axis = [path_element(f"M0 {bottom}h{BAR_WIDTH}", FAINT_COLOR, 1)]
    axis += [
        text_element(x_of(tick), bottom + LINE_HEIGHT // 2 + 2, label, anchor="middle")
        for tick, label in zip(ticks, format_axis("en", ticks), strict=True)
    ]
    axis.append(
        text_element(BAR_WIDTH / 2, bottom + 1.5 * LINE_HEIGHT + 2, "likes gained in 24 hours", anchor="middle")
    )
    entries, legend_width, legend_height = build_legend([word(DEFAULT_LANGUAGE, "move", move) for move in moves])
    left_margin = MARGIN + max(map(measure_text_width, names)) + 6
    return build_svg(
        left_margin + max(BAR_WIDTH + 10 + max(map(measure_text_width, notes)), legend_width) + MARGIN,
        2 * MARGIN + bottom + 2.5 * LINE_HEIGHT + legend_height,
        group_element(left_margin, MARGIN, *bars, *axis, group_element(0, bottom + 2.5 * LINE_HEIGHT, entries)),
    )


def build_panel(
    values: pl.DataFrame, value_column: str, name_column: str, *, percent: bool = False, level: float | None = None
) -> Panel | None:
    """Build a panel of values over `date`, one line per name; `level`: a dashed threshold."""
    valued_rows = values.drop_nulls(value_column)
    if valued_rows.is_empty():
        return None
    names = valued_rows[name_column].unique(maintain_order=True).to_list()
    series = [
        list(valued_rows.filter(pl.col(name_column) == name).select("date", value_column).iter_rows()) for name in names
    ]
    scale = (0, 1) if percent else ()
    are_integers = valued_rows[value_column].dtype.is_integer()
    line_chart = draw_chart(
        series, min(valued_rows["date"]), max(valued_rows["date"]), scale=scale, whole_ticks=are_integers
    )
    return line_chart and Panel(line_chart, names, percent, level)


def draw_panels(*panels: tuple[str, Panel | None]) -> str | None:
    """Draw titled panels, except None, above a shared legend."""
    filled_panels = [(title, panel) for title, panel in panels if panel is not None]
    if not filled_panels:
        return None
    names = list(dict.fromkeys(name for _, panel in filled_panels for name in panel.names))
    entries, legend_width, legend_height = build_legend([shorten_name(name) for name in names])
    bottom = BOX_TOP + LINES_BOX[1] + 2 * LINE_HEIGHT
    boxes, right = [], 0
    for title, panel in filled_panels:
        boxes.append(
            group_element(
                right,
                0,
                text_element(MARGIN, 12, title, bold=True),
                group_element(AXIS_WIDTH, BOX_TOP, _draw_lines(panel, names)),
            )
        )
        right += max(AXIS_WIDTH + LINES_BOX[0], round(measure_text_width(title) * 1.35)) + 2 * MARGIN
    return build_svg(
        max(right, AXIS_WIDTH + legend_width),
        bottom + legend_height + MARGIN,
        *boxes,
        group_element(AXIS_WIDTH, bottom, entries),
    )


def _draw_lines(panel: Panel, names: list[str]) -> str:
    width, height = LINES_BOX
    line_chart = panel.chart
    scale = (width / line_chart.width, height / HEIGHT)
    weight = 2 if len(line_chart.dates) > 1 else 6  # so that a single day is visible
    lines = [
        path_element(d, COLORS[names.index(name) % len(COLORS)], weight)
        for name, d in zip(panel.names, line_chart.lines, strict=True)
    ]
    if panel.level is not None:
        lines.append(
            path_element(f"M0 {line_chart.height_of(panel.level)}h{line_chart.width}", LEVEL_COLOR, 1.5, is_dashed=True)
        )
    ticks = line_chart.ticks
    labels = [
        text_element(-8, line_chart.height_of(tick) * scale[1], label, anchor="end")
        for tick, label in zip(ticks, [f"{tick:.0%}" for tick in ticks] if panel.percent else format_axis("en", ticks), strict=True)
    ]  # fmt: skip
    box = group_element(0, 0, path_element(line_chart.guides, FAINT_COLOR, 1), *lines, scale=scale)
    return "".join([*labels, _draw_days_axis(line_chart.dates, LINES_BOX), box])


def _draw_days_axis(dates: list[dt.date], box: tuple[int, int]) -> str:
    width, height = box
    line = path_element(f"M0 0v{height}h{width}", FAINT_COLOR, 1)
    parts = max(len(dates) - 1, 1)
    labels = [
        text_element(round(n * width / parts), height + LINE_HEIGHT, format_short_day("en", day), anchor="middle")
        for n, day in enumerate(dates)
    ]
    return line + "".join(labels)
