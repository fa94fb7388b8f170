"""Draw boards, categories, repos and featured models as lines over days."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from pipeline.site.page_data import Board, Category, Edition, Row
from pipeline.svg import Chart, draw_chart, draw_sparkline, trace_ranks

CHARTED_RANKS = 10
COMPARED_DAYS = 90


@dataclass(frozen=True)
class BoardDrawing:
    """`sparklines`: path of each repo's scores, by oid. `rank_lines`: the top 10 with the paths of their ranks from `first_day`, all
    empty while nobody has two ranks. `had_board_1d`, `had_board_7d`: whether the board existed then, so that a repo without a rank has
    entered since."""

    board: Board
    first_day: dt.date
    sparklines: dict[str, str]
    rank_lines: list[tuple[Row, str]]
    had_board_1d: bool
    had_board_7d: bool

    @property
    def has_lines(self) -> bool:
        return any(line for _, line in self.rank_lines)

    @property
    def has_sparklines(self) -> bool:
        return any(self.sparklines.values())


def draw_board(board: Board, day: dt.date, days: int) -> BoardDrawing:
    """Draw the last `days` days of a board, fewer while it is younger."""
    top_rows = sorted(
        (row for row in board.places if row["views"].get("all", CHARTED_RANKS + 1) <= CHARTED_RANKS),
        key=itemgetter("rank"),
    )
    first_day = max(
        min((date for row in board.places for date, _, _ in row["scores"]), default=day), day - dt.timedelta(days - 1)
    )
    drawn_days = (day - first_day).days + 1
    ranks = {row["oid"]: [(date, rank) for date, _, rank in row["scores"] if date >= first_day] for row in top_rows}
    has_lines = any(len(dates) > 1 for dates in ranks.values())
    return BoardDrawing(
        board,
        first_day,
        {
            row["oid"]: draw_sparkline(((date, score) for date, score, _ in row["scores"]), day, drawn_days)
            for row in board.places
        },
        [
            (row, trace_ranks(ranks[row["oid"]], day, drawn_days, CHARTED_RANKS) if has_lines else "")
            for row in top_rows
        ],
        *(
            any(row[f"rank_{ago}_ago"] is not None or row[f"entry_{ago}"] is not None for row in board.places)
            for ago in ("1d", "7d")
        ),
    )


@dataclass(frozen=True)
class LineDrawing:
    """A chart of one line, with the figures of its caption. `chart`: None with fewer than two values, when `last` says all."""

    chart: Chart | None
    last: float
    first_day: dt.date
    last_day: dt.date
    lowest: float
    highest: float
    missing_day_count: int
    frozen_day_count: int
    excludes_removed_likes: bool


def draw_category(category: Category, last_day: dt.date) -> list[tuple[str, LineDrawing]]:
    """Draw a category's daily repos, likes and downloads up to the last day, keyed by Fluent id."""
    if not category.days:
        return []
    first_day = category.days[0]["date"]
    columns = (("repos_observed", "repos", ()), ("new_repos", "new_repos", (0,)), ("likes_total", "likes_level", ()), ("downloads_total", "downloads", ()))  # fmt: skip
    lines = [
        (key, draw_line(category.days, column, first_day, last_day, scale=scale)) for key, column, scale in columns
    ]
    return [(key, line) for key, line in lines if line]


def draw_line(
    rows: list[Row],
    column: str,
    first_day: dt.date,
    last_day: dt.date,
    *,
    frozen_days: Sequence[dt.date] = (),
    scale: Sequence[float] = (),
) -> LineDrawing | None:
    """Draw one column of daily rows; None if it has no value. `scale`: values the axis must cover."""
    values = [row[column] for row in rows if row[column] is not None]
    if not values:
        return None
    line_chart = draw_chart([select_series(rows, column)], first_day, last_day, shaded_days=frozen_days, scale=scale)
    return LineDrawing(
        line_chart if len(values) > 1 else None,
        values[-1],
        first_day,
        last_day,
        min(values),
        max(values),
        missing_day_count=(last_day - first_day).days + 1 - len(values),
        frozen_day_count=len(frozen_days),
        excludes_removed_likes=column == "likes_level"
        and any(row["likes"] not in (None, row["likes_level"]) for row in rows),
    )


def select_series(rows: list[Row], column: str) -> Iterator[tuple[dt.date, float | int | None]]:
    return ((row["date"], row[column]) for row in rows)


def draw_featured(edition: Edition, days: int) -> dict[str, object]:
    """Draw the featured models' cumulative gains, and sparklines of their likes."""
    earliest_day = edition.day - dt.timedelta(COMPARED_DAYS - 1)
    by_model: dict[tuple[str, str], list[Row]] = {}
    for row in edition.featured_history:
        if row["date"] >= earliest_day:
            by_model.setdefault((row["category"], row["id"]), []).append(row)
    histories = [by_model.get((row["category"], row["id"]), []) for row in edition.featured]
    first_day = min((rows[0]["date"] for rows in histories if rows), default=edition.day)
    gain_charts = {
        name: (gains, draw_chart(gains, first_day, edition.day, scale=(0,)))
        for name, column in (("gained_likes", "likes"), ("gained_downloads", "downloads_all_time"))
        for gains in [[_compute_gains(rows, column) for rows in histories]]
    }
    sparkline_days = min(days, (edition.day - first_day).days + 1)
    sparklines = [draw_sparkline(_compute_gains(rows, "likes"), edition.day, sparkline_days) for rows in histories]
    drawn_charts = {name: (gains, chart) for name, (gains, chart) in gain_charts.items() if chart}
    return {
        "gain_charts": drawn_charts,
        "sparklines": sparklines,
        "has_sparklines": any(sparklines),
        "first_day": first_day,
    }


def _compute_gains(rows: list[Row], column: str) -> list[tuple[dt.date, int]]:
    """Compute the gains since the first observation; none after only one."""
    observations = [(row["date"], row[column]) for row in rows if row[column] is not None]
    return [(date, value - observations[0][1]) for date, value in observations] if len(observations) > 1 else []
