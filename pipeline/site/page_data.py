"""Everything the site shows of a day, gathered once from the published database. Plain rows: the renderer escapes them.

The database may be somebody else's. What becomes a file name or a key here is checked, and rows that fail are left out and counted.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from pipeline.errors import AlmanacError
from pipeline.kinds import KINDS
from pipeline.notes import Note, read_notes
from pipeline.paths import is_oid, slug_fault
from pipeline.published.days import span_of
from pipeline.published.reader import Row
from pipeline.ranking.registry import NAMES, OWN_BOARDS, board_parameters, reasons
from pipeline.sql import statement

PLACES = 25  # of each view of a board
HUB = "https://huggingface.co/"
QUALITY_DAYS = 90
CALENDAR = "date BETWEEN DATE '1000-01-01' AND DATE '9000-01-01'"  # DuckDB's dates go further, to infinity
FEED_DAYS = 14
JUDGED_AHEAD, JUDGED_DAYS = 3, 90  # what pages show of the scorecard


@dataclass(frozen=True)
class Board:
    """A board of a category on the day.

    `status` and `notes`: of the relation boards; None where there was none. `places`: rows of the macro top of all views together, each
    repo once, with `views`: its place in each view that it stands in, and `scores`: (date, score, rank) of up to 30 days. `kept`: how many places
    the database has of that day; `since`: the first day of this board there.
    """

    name: str
    status: str | None
    notes: list[Note]
    ranked_repos: int | None
    breakouts: int | None
    places: list[Row]
    kept: int | None = None
    since: dt.date | None = None


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
    each with `reasons`, notes on why it stands there.
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
    FEED_DAYS days, the newest day first, each with `kept` and `kept_1d`: how many places of its board were kept on that day and the day before,
    None where every repo that was ranked has one; `repos`: by oid, all that stand on a board, moved or are featured;
    `scorecard`: board, metric, date, value: the mean of the categories, likes 3 days ahead, of the last 90 days; `coverage`: board, metric,
    value, cases: how often the next day lay inside the 90% intervals, of the last 90 days; `quality`: rows of `days` of
    the last 90 days, newest first; `snapshots`: rows of `snapshots` of the day. `left_out`: rows whose date, category or `_id` cannot be what
    it should be, and repos of which no description was found.
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
    coverage: list[Row]
    quality: list[Row]
    snapshots: list[Row]
    left_out: int = 0

    @property
    def moved_today(self) -> list[Row]:
        """The movers of the day itself."""
        return [row for row in self.movers if row["date"] == self.day]


def gather(con: duckdb.DuckDBPyConnection, day: dt.date | None = None) -> Edition:
    """The edition of the day, the last one that has boards when left out. Raises AlmanacError where that day has none."""
    chosen = _day_with_boards(con, day)
    asked: dict[str, object] = {"day": chosen}
    abouts, unusable = _usable_categories(_rows(con, "FROM categories"))
    slugs = {about["slug"] for about in abouts}

    def usable(query: str, parameters: dict[str, object]) -> list[Row]:
        nonlocal unusable
        rows = _rows(con, query, parameters)
        kept = [row for row in rows if _is_usable(row, slugs)]
        unusable += len(rows) - len(kept)
        return kept

    query = statement("site/places")
    places = usable(query, {**asked, "places": PLACES, **board_parameters(query)})
    movers = usable(statement("site/movers"), {**asked, "n": FEED_DAYS})
    _add_kept(con, chosen, movers)
    featured = _rows(con, "FROM featured WHERE date = $day", asked)
    for row in featured:
        row |= {name: read_notes(row[name]) for name in ("notes", "unknown_changes")}
    for row in featured:
        if row["oid"] is not None and not is_oid(row["oid"]):
            row["oid"] = None  # the model is named, and has no page
            unusable += 1
    oids = sorted({row["oid"] for row in (*places, *movers, *featured) if row["oid"]})
    repos = _repos(con, chosen, oids, slugs)
    # a place or a move leads to its repo's page
    known_places, known_movers = ([row for row in rows if row["oid"] in repos] for rows in (places, movers))
    unusable += len(places) - len(known_places) + len(movers) - len(known_movers)
    return Edition(
        day=chosen,
        sample=bool(con.execute("SELECT bool_or(sample) FROM snapshots").fetchall()[0][0]),
        days=_days(con, chosen),
        categories=_categories(con, chosen, abouts, known_places, oids),
        featured=featured,
        followed=_rows(con, "FROM store.followed WHERE date <= $day AND date > CAST($day AS DATE) - 365 ORDER BY date", asked),
        movers=known_movers,
        repos=repos,
        scorecard=_rows(con, statement("site/scorecard"), {**asked, "ahead": JUDGED_AHEAD, "n": JUDGED_DAYS}),
        coverage=_rows(con, statement("site/coverage"), {**asked, "n": JUDGED_DAYS}),
        quality=_rows(
            con, "FROM days WHERE date <= $day AND date > CAST($day AS DATE) - $n ORDER BY date DESC, kind DESC", {**asked, "n": QUALITY_DAYS}
        ),
        snapshots=_rows(con, "FROM snapshots WHERE date = $day ORDER BY kind DESC", asked),
        left_out=unusable,
    )  # fmt: skip


def _day_with_boards(con: duckdb.DuckDBPyConnection, day: dt.date | None) -> dt.date:
    first, last = span_of(con, f"(FROM trends WHERE {CALENDAR})")
    if last is None:
        raise AlmanacError("No board was ever made in this home; `almanac run` makes today's.")
    chosen = day or last
    if not con.execute("SELECT 1 FROM trends WHERE date = $day LIMIT 1", {"day": chosen}).fetchall():
        raise AlmanacError(
            f"There are no boards of {chosen}; this home has them from {first} to {last}, not every day."
        )
    return chosen


def _add_kept(con: duckdb.DuckDBPyConnection, day: dt.date, movers: list[Row]) -> None:
    """Add `kept` and `kept_1d` to rows of `movers`: see `Edition`."""
    rows = _rows(con, statement("site/kept"), {"day": day, "n": FEED_DAYS})
    places = {(row["date"], row["category"], row["board"]): row["kept"] for row in rows if row["cut"]}
    for row in movers:
        for key, ago in (("kept", 0), ("kept_1d", 1)):
            row[key] = places.get((row["date"] - dt.timedelta(ago), row["category"], row["board"]))


def _days(con: duckdb.DuckDBPyConnection, day: dt.date) -> list[dt.date]:
    """The days with a snapshot up to the day; the day itself where none is known."""
    query = "SELECT DISTINCT date FROM snapshots WHERE date <= $day ORDER BY date"
    return [row["date"] for row in _rows(con, query, {"day": day})] or [day]


def _usable_categories(rows: list[Row]) -> tuple[list[Row], int]:
    """The categories that can have files, each slug once, and how many rows cannot. A link that leads elsewhere becomes the Hub's."""
    kept: dict[str, Row] = {}
    for row in rows:
        slug = row["slug"]
        if slug_fault(slug) is None and slug not in kept and row["kind"] in KINDS:
            link = row["hub_url"]
            if not isinstance(link, str) or not re.fullmatch(re.escape(HUB) + r"[\w/.?=&:%~-]*", link, re.ASCII):
                row["hub_url"] = HUB
            kept[slug] = row
    return list(kept.values()), len(rows) - len(kept)


def _is_usable(row: Row, slugs: set[str]) -> bool:
    """Whether a place or a move belongs to a known category and board and to a repo that can have a page."""
    board = row["board"]
    if not (is_oid(row["oid"]) and str(row["category"]) in slugs and (board is None or str(board) in NAMES)):
        return False
    return "move" in row or (board is not None and row["rank"] is not None and row["score"] is not None)


def _level(days: list[Row], taken: list[Row]) -> None:
    """Give each of `days`, oldest first, `likes_level`: its likes without those that the Hub took away (`taken`) on a later day.

    A line drawn through them shows no fall that nobody's taste explains, and ends at the likes of the last day.
    """
    for day in days:
        later = sum(row["likes"] for row in taken if row["date"] > day["date"])
        day["likes_level"] = None if day["likes"] is None else day["likes"] - later


def _categories(
    con: duckdb.DuckDBPyConnection, day: dt.date, abouts: list[Row], places: list[Row], oids: list[str]
) -> list[Category]:
    asked = {"day": day}
    told = {(row["category"], row["board"]): row for row in _rows(con, "FROM boards WHERE date = $day", asked)}
    daily = _grouped(
        _rows(con, "FROM category_daily WHERE date <= $day AND date > CAST($day AS DATE) - 90 ORDER BY date", asked),
        "category",
    )
    taken = _grouped(_rows(con, statement("site/removed_likes"), asked), "category")
    for slug, rows in daily.items():
        _level(rows, taken.get(slug, []))
    scores: dict[tuple[str, str, str], list[tuple[dt.date, float, int]]] = {}
    query = statement("site/scores")
    for row in _rows(con, query, {**asked, "oids": oids, **board_parameters(query)}):
        scores.setdefault((row["category"], row["board"], row["oid"]), []).append(
            (row["date"], row["score"], row["rank"])
        )
    kept = {
        (row["category"], row["board"]): row
        for row in _rows(con, statement("site/kept"), {**asked, "n": 1})
        if row["date"] == day
    }
    standing: dict[tuple[str, str], dict[str, Row]] = {}
    for row in places:
        held = standing.setdefault((row["category"], row["board"]), {})
        one = held.setdefault(
            row["oid"], {**row, "views": {}, "scores": scores.get((row["category"], row["board"], row["oid"]), [])}
        )
        one["views"][row["view"]] = row["view_rank"]

    def board(slug: str, name: str) -> Board:
        about = told.get((slug, name), {})
        held = sorted(standing.get((slug, name), {}).values(), key=lambda row: row["rank"])
        record = kept.get((slug, name), {})
        return Board(
            name, about.get("status"), read_notes(about.get("notes")), about.get("ranked_repos"), about.get("breakouts"), held, record.get("kept"), record.get("since")
        )  # fmt: skip

    return [
        Category(about, daily.get(about["slug"], []), {one.name: board(about["slug"], one.name) for one in OWN_BOARDS})
        for about in abouts
    ]  # fmt: skip


def _repos(con: duckdb.DuckDBPyConnection, day: dt.date, oids: list[str], slugs: set[str]) -> dict[str, Repo]:
    asked = {"day": day, "oids": oids}
    about = _rows(con, statement("site/repos"), {"oids": oids})
    numbers = [row.pop("repo") for row in about]
    days = _grouped(_rows(con, statement("site/series"), {"day": day, "repos": numbers}), "oid")
    taken = _grouped(_rows(con, statement("site/removed_likes_of_repos"), {"day": day, "repos": numbers}), "oid")
    for oid, rows in days.items():
        _level(rows, taken.get(oid, []))
    events = _grouped(_rows(con, statement("site/events"), asked), "oid")
    known = [row for row in _rows(con, statement("site/standings"), asked) if _is_usable(row, slugs)]
    standings = _grouped(known, "oid")
    for rows in standings.values():
        for row in rows:
            before, since = row.pop("before"), row.pop("since")
            before = before and {name: _value("", value) for name, value in before.items()}
            row["reasons"] = list(reasons(row, before, since))
    return {
        row["oid"]: Repo(row, days.get(row["oid"], []), events.get(row["oid"], []), standings.get(row["oid"], []))
        for row in about
    }


def _rows(con: duckdb.DuckDBPyConnection, query: str, asked: Mapping[str, object] | None = None) -> list[Row]:
    answer = con.execute(query, asked or {})
    columns = [(column[0], str(column[1])) for column in answer.description]
    rows = [
        {name: _value(kind, value) for (name, kind), value in zip(columns, row, strict=True)}
        for row in answer.fetchall()
    ]
    for row in rows:
        if row.get("score_low", 0) is None or row.get("score_high", 0) is None:  # an interval has two ends
            row |= {key: None for key in ("score_low", "score_high") if key in row}
    # NULL here: not a date of Python's calendar
    return [row for row in rows if row.get("date", True) is not None]


def _value(kind: str, value: object) -> object:
    """The value, None for a time or number that Python, a calendar or JSON has no word for."""
    if kind in ("DATE", "TIMESTAMP") and (not isinstance(value, dt.date) or value.year == dt.MAXYEAR):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = {}
    for row in rows:
        made.setdefault(row[key], []).append(row)
    return made
