"""All that the site tells of a day, gathered once from the published database. Plain rows: whoever renders them escapes them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.boards.reasons import reasons
from pipeline.errors import AlmanacError
from pipeline.published.days import span_of
from pipeline.site.korean import reasons_ko
from pipeline.sql import statement

Row = dict[str, Any]
PLACES = 25  # of each view of a board
BOARDS = ("attention", "adoption", "breakout")
VIEWS = ("all", "originals", "derivatives")
QUALITY_DAYS = 90
FEED_DAYS = 14


@dataclass(frozen=True)
class Board:
    """A board of a category on the day.

    `status` and `note`: of the relation boards; None where there was none. `places`: rows of the macro top of all views together, each
    repo once, with `views`: its place in each view that it stands in, and `scores`: (date, score, rank) of up to 30 days.
    """

    name: str
    status: str | None
    note: str | None
    ranked: int | None
    breakouts: int | None
    places: list[Row]


@dataclass(frozen=True)
class Category:
    """A documented category: a row of `categories` (`about`), its days of `category_daily`, oldest first, and its boards by name."""

    about: Row
    days: list[Row]
    boards: dict[str, Board]

    @property
    def slug(self) -> str:
        """Its short name, that of its page."""
        return self.about["slug"]


@dataclass(frozen=True)
class Repo:
    """A repo that has a page: what is known of it, its days of the last year, events, and where it stands and why.

    `about`: see sql/site/repos.sql. `days`: date, observed_at, downloads_all_time, likes, status. `standings`: rows of `trends` of the day,
    each with `reasons` and `reasons_ko`, sentences in English and Korean.
    """

    about: Row
    days: list[Row]
    events: list[Row]
    standings: list[Row]

    @property
    def oid(self) -> str:
        """Its identity, 24 hex digits: the name of its page."""
        return self.about["oid"]


@dataclass(frozen=True)
class Edition:
    """A day of the site.

    `featured`: rows of `featured` of the day; `followed`: of all days of the year before, oldest first; `movers`: rows of `movers` of the last
    FEED_DAYS days, the newest day first; `repos`: by oid, all that stand on a board, moved or are featured;
    `scorecard`: board, metric, date, value: the mean of the categories, likes 3 days ahead, of the last 90 days; `quality`: rows of `days` of
    the last 90 days, newest first; `snapshots`: rows of `snapshots` of the day.
    """

    day: dt.date
    sample: bool
    days: list[dt.date]
    categories: list[Category]
    featured: list[Row]
    followed: list[Row]
    movers: list[Row]
    repos: dict[str, Repo]
    scorecard: list[Row]
    quality: list[Row]
    snapshots: list[Row]

    @property
    def moved_today(self) -> list[Row]:
        """The movers of the day itself."""
        return [row for row in self.movers if row["date"] == self.day]


def gather(con: duckdb.DuckDBPyConnection, day: dt.date | None = None) -> Edition:
    """The edition of the day, the last one that has boards when left out. Raises AlmanacError where that day has none."""
    first, last = span_of(con, "trends")
    if last is None:
        raise AlmanacError("No board was ever made in this home; `almanac run` makes today's.")
    chosen: dt.date = day or last
    asked: dict[str, Any] = {"day": chosen}
    if not con.execute("SELECT 1 FROM trends WHERE date = $day LIMIT 1", asked).fetchall():
        raise AlmanacError(
            f"There are no boards of {chosen}; this home has them from {first} to {last}, not every day."
        )
    places = _rows(con, statement("site/places"), {**asked, "places": PLACES})
    movers = _rows(
        con,
        "FROM movers WHERE date <= $day AND date > CAST($day AS DATE) - $n ORDER BY date DESC, category, board, rank NULLS LAST, id, move",
        {**asked, "n": FEED_DAYS},
    )
    featured = _rows(con, "FROM featured WHERE date = $day", asked)
    oids = sorted({row["oid"] for row in (*places, *movers, *featured) if row["oid"]})
    return Edition(
        day=chosen,
        sample=bool(con.execute("SELECT bool_or(sample) FROM snapshots").fetchall()[0][0]),
        days=[row[0] for row in con.execute("SELECT DISTINCT date FROM snapshots WHERE date <= $day ORDER BY date", asked).fetchall()],
        categories=_categories(con, chosen, places, oids),
        featured=featured,
        followed=_rows(con, "FROM featured WHERE date <= $day AND date > CAST($day AS DATE) - 365 ORDER BY date", asked),
        movers=movers,
        repos=_repos(con, chosen, oids),
        scorecard=_rows(
            con,
            "SELECT board, metric, date, avg(value) AS value FROM scorecard WHERE target = 'likes' AND horizon_days = 3 "
            "AND date <= $day AND date > CAST($day AS DATE) - 90 GROUP BY ALL ORDER BY board, metric, date",
            asked,
        ),
        quality=_rows(
            con, "FROM days WHERE date <= $day AND date > CAST($day AS DATE) - $n ORDER BY date DESC, kind DESC", {**asked, "n": QUALITY_DAYS}
        ),
        snapshots=_rows(con, "FROM snapshots WHERE date = $day ORDER BY kind DESC", asked),
    )  # fmt: skip


def _categories(con: duckdb.DuckDBPyConnection, day: dt.date, places: list[Row], oids: list[str]) -> list[Category]:
    asked = {"day": day}
    told = {(row["category"], row["board"]): row for row in _rows(con, "FROM boards WHERE date = $day", asked)}
    daily = _grouped(
        _rows(con, "FROM category_daily WHERE date <= $day AND date > CAST($day AS DATE) - 90 ORDER BY date", asked),
        "category",
    )
    scores: dict[tuple[str, str, str], list[tuple[dt.date, float, int]]] = {}
    for row in _rows(con, statement("site/scores"), {**asked, "oids": oids}):
        scores.setdefault((row["category"], row["board"], row["oid"]), []).append(
            (row["date"], row["score"], row["rank"])
        )
    standing: dict[tuple[str, str], dict[str, Row]] = {}
    for row in places:
        held = standing.setdefault((row["category"], row["board"]), {})
        one = held.setdefault(
            row["oid"], {**row, "views": {}, "scores": scores.get((row["category"], row["board"], row["oid"]), [])}
        )
        one["views"][row["among"]] = row["place"]

    def board(slug: str, name: str) -> Board:
        about = told.get((slug, name), {})
        held = sorted(standing.get((slug, name), {}).values(), key=lambda row: row["rank"])
        return Board(name, about.get("status"), about.get("note"), about.get("ranked"), about.get("breakouts"), held)

    return [
        Category(about, daily.get(about["slug"], []), {name: board(about["slug"], name) for name in BOARDS})
        for about in _rows(con, "FROM categories")
    ]  # fmt: skip


def _repos(con: duckdb.DuckDBPyConnection, day: dt.date, oids: list[str]) -> dict[str, Repo]:
    asked = {"day": day, "oids": oids}
    about = _rows(con, statement("site/repos"), {"oids": oids})
    numbers = [row.pop("repo") for row in about]
    days = _grouped(_rows(con, statement("site/series"), {"day": day, "repos": numbers}), "oid")
    events = _grouped(_rows(con, statement("site/events"), asked), "oid")
    standings = _grouped(_rows(con, statement("site/standings"), asked), "oid")
    for rows in standings.values():
        for row in rows:
            before = row.pop("before")
            row |= {"reasons": list(reasons(row, before)), "reasons_ko": list(reasons_ko(row, before))}
    return {
        row["oid"]: Repo(row, days.get(row["oid"], []), events.get(row["oid"], []), standings.get(row["oid"], []))
        for row in about
    }


def _rows(con: duckdb.DuckDBPyConnection, query: str, asked: dict[str, Any] | None = None) -> list[Row]:
    answer = con.execute(query, asked or {})
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = {}
    for row in rows:
        made.setdefault(row[key], []).append(row)
    return made
