"""What the pages draw: boards, categories, repos and featured models as lines over days."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from pipeline.site.page_data import Board, Category, Edition, Row
from pipeline.svg import Chart, bump, chart, spark

FIRST = 10  # places of the chart of ranks
COMPARED_DAYS = 90  # of the featured models


@dataclass(frozen=True)
class DrawnBoard:
    """A board with its drawings. `sparks`: the path of each repo's scores by oid; `bumps`: the first ten with the paths of their ranks;
    `since`: their first day; `compared_1d`, `compared_7d`: whether there was a board then, so that a repo without a rank has entered."""

    about: Board
    since: dt.date
    sparks: dict[str, str]
    bumps: list[tuple[Row, str]]
    compared_1d: bool
    compared_7d: bool


def draw_board(board: Board, day: dt.date, days: int) -> DrawnBoard:
    """Draw the scores and ranks of a board's repos over the days until `day`."""
    first = sorted((row for row in board.places if row["views"].get("all", FIRST + 1) <= FIRST), key=itemgetter("rank"))
    return DrawnBoard(
        board,
        day - dt.timedelta(days - 1),
        {row["oid"]: spark(((date, score) for date, score, _ in row["scores"]), day, days) for row in board.places},
        [(row, bump(((date, rank) for date, _, rank in row["scores"]), day, days, FIRST)) for row in first],
        *(
            any(row[f"rank_{ago}_ago"] is not None or row[f"entry_{ago}"] is not None for row in board.places)
            for ago in ("1d", "7d")
        ),
    )


@dataclass(frozen=True)
class Line:
    """A chart of one line, with what tells it in words: its ends, its lowest and highest value, how many days are `missing` or `frozen`;
    `taken`: whether likes that the Hub took away later are left out of it."""

    chart: Chart
    first: dt.date
    last: dt.date
    low: float
    high: float
    missing: int
    frozen: int
    taken: bool


def draw_category(category: Category) -> list[tuple[str, Line]]:
    """Draw a category's repos, likes and downloads of its days, by the name of each text."""
    if not category.days:
        return []
    first, last = category.days[0]["date"], category.days[-1]["date"]
    columns = (("repos_observed", "repos", ()), ("new_repos", "new_repos", (0,)), ("likes_total", "likes_level", ()), ("downloads_total", "downloads", ()))  # fmt: skip
    drawn = [(key, draw_line(category.days, column, first, last, scale=scale)) for key, column, scale in columns]
    return [(key, line) for key, line in drawn if line]


def draw_line(
    rows: list[Row],
    column: str,
    first: dt.date,
    last: dt.date,
    *,
    frozen: Sequence[dt.date] = (),
    scale: Sequence[float] = (),
) -> Line | None:
    """Draw a column of rows of days, with the `frozen` days marked; None if it has no value. `scale`: values that its scale must cover."""
    drawn = chart([series(rows, column)], first, last, marked=frozen, scale=scale)
    if drawn is None:
        return None
    known = [row[column] for row in rows if row[column] is not None]
    return Line(
        drawn,
        drawn.dates[0],
        drawn.dates[-1],
        min(known),
        max(known),
        missing=(drawn.dates[-1] - drawn.dates[0]).days + 1 - len(known),
        frozen=len(frozen),
        taken=column == "likes_level" and any(row["likes"] not in (None, row["likes_level"]) for row in rows),
    )


def series(rows: list[Row], column: str) -> Iterator[tuple[dt.date, float | int | None]]:
    """The values of a column by the rows' dates."""
    return ((row["date"], row[column]) for row in rows)


def draw_featured(edition: Edition, days: int) -> dict[str, object]:
    """Draw the featured models: their gains over the last days, and the likes of each day for a sparkline."""
    since = edition.day - dt.timedelta(COMPARED_DAYS - 1)
    by_model: dict[tuple[str, str], list[Row]] = {}
    for row in edition.followed:
        if row["date"] >= since:
            by_model.setdefault((row["category"], row["id"]), []).append(row)
    held = [by_model.get((row["category"], row["id"]), []) for row in edition.featured]
    first = min((rows[0]["date"] for rows in held if rows), default=edition.day)
    gained = {
        name: (gains, chart(gains, first, edition.day, scale=(0,)))
        for name, column in (("gained_likes", "likes"), ("gained_downloads", "downloads_all_time"))
        for gains in [[_gains(rows, column) for rows in held]]
    }
    sparks = [spark(_gains(rows, "likes"), edition.day, days) for rows in held]
    return {"gained": gained, "sparks": sparks, "first": first}


def _gains(rows: list[Row], column: str) -> list[tuple[dt.date, int]]:
    known = [(row["date"], row[column]) for row in rows if row[column] is not None]
    return [(date, value - known[0][1]) for date, value in known]
