"""Gather all that the site shows of a day from the published database, as plain rows; the renderer escapes them.

The database may be foreign: rows with invalid file names or keys are dropped and counted.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from pipeline.errors import AlmanacError
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note, read_notes
from pipeline.paths import find_slug_fault, is_oid
from pipeline.published.calendar import RecordedDay, read_recorded_days
from pipeline.published.days import read_day_span, require_board_day
from pipeline.published.milestones import Milestones, read_milestones
from pipeline.published.reader import Row
from pipeline.ranking.registry import NAMES, OWN_BOARDS, explain_row, select_board_parameters
from pipeline.ranking.thresholds import MAIN_HORIZON_DAYS
from pipeline.sql import statement

PLACES_PER_VIEW = 25
HUB_URL = "https://huggingface.co/"
QUALITY_DAYS = 90
CALENDAR_FILTER = "date BETWEEN DATE '1000-01-01' AND DATE '9000-01-01'"  # DuckDB's dates exceed Python's
FEED_DAYS = 14
SCORECARD_DAYS = 90


@dataclass(frozen=True)
class Board:
    """A board of a category on the day.

    `status`, `notes`: from `boards`; None if the board did not exist. `places`: rows of the macro `top`, each repo
    once, with `views` (rank in each view) and `scores` ((date, score, rank) of up to 30 days). `kept_ranks`: ranks in
    the database. `since`: the board's first day.
    """

    name: str
    status: str | None
    notes: list[Note]
    ranked_repos: int | None
    breakouts: int | None
    places: list[Row]
    kept_ranks: int | None = None
    since: dt.date | None = None


@dataclass(frozen=True)
class Category:
    """A category: `about`, its row of `categories`; `days`, its rows of `category_daily` of 90 days, oldest first, with the
    `first_date` of all; `today`, that of the edition's day; its boards by name."""

    about: Row
    days: list[Row]
    today: Row | None
    boards: dict[str, Board]

    @property
    def slug(self) -> str:
        return self.about["slug"]


@dataclass(frozen=True)
class Repo:
    """A repo that has a page.

    `about`: see sql/site/repos.sql. `days`: see sql/site/repo_history.sql. `standings`: the day's rows of `trends` with
    `reasons`, notes that explain the rank.
    """

    about: Row
    days: list[Row]
    events: list[Row]
    standings: list[Row]

    @property
    def oid(self) -> str:
        """24 hex digits, also the name of its page."""
        return self.about["oid"]


@dataclass(frozen=True)
class Edition:
    """A day of the site.

    - `featured`: rows of `featured`; `featured_history`: those of the year before, oldest first.
    - `movers`: rows of `movers` of the last FEED_DAYS days. `kept`, `kept_1d`: the board's kept ranks then and the day before, None if all.
    - `repos`: by oid, every repo that is ranked, moved or featured.
    - `scorecard`, `coverage`: of the last SCORECARD_DAYS days, see sql/site/scorecard.sql and coverage.sql.
    - `quality`: rows of `days` of the last QUALITY_DAYS days, `snapshots`: rows of `snapshots` of the last FEED_DAYS days.
    - `omitted_row_count`: rows with an invalid date, category or `_id`, and repos without a description.
    """

    day: dt.date
    sample: bool
    days: list[dt.date]
    categories: list[Category]
    featured: list[Row]
    featured_history: list[Row]
    movers: list[Row]
    repos: dict[str, Repo]
    scorecard: list[Row]
    coverage: list[Row]
    quality: list[Row]
    snapshots: list[Row]
    milestones: Milestones
    kind_milestones: Mapping[Kind, Milestones]
    recorded_days: list[RecordedDay]
    omitted_row_count: int = 0

    @property
    def has_day_before(self) -> bool:
        return self.day - dt.timedelta(1) in self.days

    @property
    def sections(self) -> list[list[Category]]:
        """The categories by section, both in the catalogue's order."""
        sections: dict[str, list[Category]] = {}
        for category in self.categories:
            sections.setdefault(category.about["section"], []).append(category)
        return list(sections.values())

    @property
    def movers_today(self) -> list[Row]:
        return [row for row in self.movers if row["date"] == self.day]

    @property
    def snapshots_today(self) -> list[Row]:
        return [row for row in self.snapshots if row["date"] == self.day]


def gather_edition(con: duckdb.DuckDBPyConnection, day: dt.date | None = None) -> Edition:
    """Gather the edition of the day (default: the last with boards). Raises AlmanacError if the day has none."""
    edition_day = _find_day_with_boards(con, day)
    day_parameter: dict[str, object] = {"day": edition_day}
    category_rows, omitted_row_count = _select_usable_categories(_query_rows(con, "FROM categories"))
    slugs = {about["slug"] for about in category_rows}

    def query_usable_rows(query: str, parameters: dict[str, object]) -> list[Row]:
        nonlocal omitted_row_count
        rows = _query_rows(con, query, parameters)
        usable_rows = [row for row in rows if _is_usable(row, slugs)]
        omitted_row_count += len(rows) - len(usable_rows)
        return usable_rows

    query = statement("site/places")
    places = query_usable_rows(query, {**day_parameter, "places": PLACES_PER_VIEW, **select_board_parameters(query)})
    movers = query_usable_rows(statement("site/movers"), {**day_parameter, "n": FEED_DAYS})
    _add_kept_counts(con, edition_day, movers)
    featured = _query_rows(con, "FROM featured WHERE date = $day", day_parameter)
    for row in featured:
        row |= {name: read_notes(row[name]) for name in ("notes", "unknown_changes")}
    for row in featured:
        if row["oid"] is not None and not is_oid(row["oid"]):
            row["oid"] = None  # named, but without a page
            omitted_row_count += 1
    oids = sorted({row["oid"] for row in (*places, *movers, *featured) if row["oid"]})
    repos = _load_repos(con, edition_day, oids, slugs)
    # places and moves link to repo pages
    known_places, known_movers = ([row for row in rows if row["oid"] in repos] for rows in (places, movers))
    omitted_row_count += len(places) - len(known_places) + len(movers) - len(known_movers)
    return Edition(
        day=edition_day,
        sample=bool(con.execute("SELECT bool_or(sample) FROM snapshots").fetchall()[0][0]),
        days=_list_days(con, edition_day),
        categories=_load_categories(con, edition_day, category_rows, known_places, oids),
        featured=featured,
        featured_history=_query_rows(con, "FROM store.followed WHERE date <= $day AND date > CAST($day AS DATE) - 365 ORDER BY date", day_parameter),
        movers=known_movers,
        repos=repos,
        scorecard=_query_rows(con, statement("site/scorecard"), {**day_parameter, "ahead": MAIN_HORIZON_DAYS, "n": SCORECARD_DAYS}),
        coverage=_query_rows(con, statement("site/coverage"), {**day_parameter, "n": SCORECARD_DAYS}),
        quality=_query_rows(
            con, "FROM days WHERE date <= $day AND date > CAST($day AS DATE) - $n ORDER BY date DESC, kind DESC", {**day_parameter, "n": QUALITY_DAYS}
        ),
        snapshots=_query_rows(
            con, "FROM snapshots WHERE date <= $day AND date > CAST($day AS DATE) - $n ORDER BY date DESC, kind DESC", {**day_parameter, "n": FEED_DAYS}
        ),
        milestones=read_milestones(con, edition_day),
        kind_milestones={kind: read_milestones(con, edition_day, kinds=[kind]) for kind in KINDS},
        recorded_days=read_recorded_days(con, edition_day),
        omitted_row_count=omitted_row_count,
    )  # fmt: skip


def _find_day_with_boards(con: duckdb.DuckDBPyConnection, day: dt.date | None) -> dt.date:
    _, last = read_day_span(con, f"(FROM trends WHERE {CALENDAR_FILTER})")
    if last is None:
        raise AlmanacError(Note("no_boards"))
    edition_day = day or last
    require_board_day(con, edition_day)
    return edition_day


def _add_kept_counts(con: duckdb.DuckDBPyConnection, day: dt.date, movers: list[Row]) -> None:
    """Add `kept` and `kept_1d` to rows of `movers`: see `Edition`."""
    rows = _query_rows(con, statement("site/kept_ranks"), {"day": day, "n": FEED_DAYS})
    rank_counts = {(row["date"], row["category"], row["board"]): row["kept"] for row in rows if row["cut"]}
    for row in movers:
        for key, ago in (("kept", 0), ("kept_1d", 1)):
            row[key] = rank_counts.get((row["date"] - dt.timedelta(ago), row["category"], row["board"]))


def _list_days(con: duckdb.DuckDBPyConnection, day: dt.date) -> list[dt.date]:
    """List the days with a snapshot up to `day`; just `day` if there are none."""
    query = "SELECT DISTINCT date FROM snapshots WHERE date <= $day ORDER BY date"
    return [row["date"] for row in _query_rows(con, query, {"day": day})] or [day]


def _select_usable_categories(rows: list[Row]) -> tuple[list[Row], int]:
    """Return categories that can have files, each slug once, and the number of other rows. Other links become the Hub's."""
    rows_by_slug: dict[str, Row] = {}
    for row in rows:
        slug = row["slug"]
        if find_slug_fault(slug) is None and slug not in rows_by_slug and row["kind"] in KINDS:
            link = row["hub_url"]
            if not isinstance(link, str) or not re.fullmatch(re.escape(HUB_URL) + r"[\w/.?=&:%~-]*", link, re.ASCII):
                row["hub_url"] = HUB_URL
            rows_by_slug[slug] = row
    return list(rows_by_slug.values()), len(rows) - len(rows_by_slug)


def _is_usable(row: Row, slugs: set[str]) -> bool:
    """Return whether a place or move has a known category and board and a valid `_id`."""
    board = row["board"]
    if not (is_oid(row["oid"]) and str(row["category"]) in slugs and (board is None or str(board) in NAMES)):
        return False
    return "move" in row or (board is not None and row["rank"] is not None and row["score"] is not None)


def _add_likes_level(days: list[Row], removed_likes: list[Row]) -> None:
    """Add `likes_level` to `days` (oldest first): likes without those that the Hub removed later.

    A line through them ends at the current count and has no drop where the Hub removed likes.
    """
    for day in days:
        removed_later = sum(row["likes"] for row in removed_likes if row["date"] > day["date"])
        day["likes_level"] = None if day["likes"] is None else day["likes"] - removed_later


def _load_categories(
    con: duckdb.DuckDBPyConnection, day: dt.date, category_rows: list[Row], places: list[Row], oids: list[str]
) -> list[Category]:
    day_parameter = {"day": day}
    day_rows = _query_rows(con, "FROM boards WHERE date = $day", day_parameter)
    board_rows = {(row["category"], row["board"]): row for row in day_rows}
    daily = _group_rows(
        _query_rows(
            con,
            "SELECT *, min(date) OVER (PARTITION BY category) AS first_date FROM category_daily WHERE date <= $day QUALIFY date > CAST($day AS DATE) - 90 ORDER BY date",
            day_parameter,
        ),
        "category",
    )
    removed_likes = _group_rows(_query_rows(con, statement("site/removed_likes"), day_parameter), "category")
    for slug, rows in daily.items():
        _add_likes_level(rows, removed_likes.get(slug, []))
    scores: dict[tuple[str, str, str], list[tuple[dt.date, float, int]]] = {}
    query = statement("site/board_scores")
    for row in _query_rows(con, query, {**day_parameter, "oids": oids, **select_board_parameters(query)}):
        scores.setdefault((row["category"], row["board"], row["oid"]), []).append(
            (row["date"], row["score"], row["rank"])
        )
    kept_rows = {
        (row["category"], row["board"]): row
        for row in _query_rows(con, statement("site/kept_ranks"), {**day_parameter, "n": 1})
        if row["date"] == day
    }
    places_by_board: dict[tuple[str, str], dict[str, Row]] = {}
    for row in places:
        places_by_oid = places_by_board.setdefault((row["category"], row["board"]), {})
        place = places_by_oid.setdefault(
            row["oid"], {**row, "views": {}, "scores": scores.get((row["category"], row["board"], row["oid"]), [])}
        )
        place["views"][row["view"]] = row["view_rank"]

    def build_board(slug: str, name: str) -> Board:
        board_row = board_rows.get((slug, name), {})
        ranked_places = sorted(places_by_board.get((slug, name), {}).values(), key=lambda row: row["rank"])
        kept_row = kept_rows.get((slug, name), {})
        return Board(
            name, board_row.get("status"), read_notes(board_row.get("notes")), board_row.get("ranked_repos"), board_row.get("breakouts"), ranked_places, kept_row.get("kept"), kept_row.get("since")
        )  # fmt: skip

    today = {slug: row for slug, rows in daily.items() for row in rows if row["date"] == day}
    return [
        Category(about, daily.get(about["slug"], []), today.get(about["slug"]), {definition.name: build_board(about["slug"], definition.name) for definition in OWN_BOARDS})
        for about in category_rows
    ]  # fmt: skip


def _load_repos(con: duckdb.DuckDBPyConnection, day: dt.date, oids: list[str], slugs: set[str]) -> dict[str, Repo]:
    parameters = {"day": day, "oids": oids}
    repo_rows = _query_rows(con, statement("site/repos"), parameters)
    repo_numbers = [row.pop("repo") for row in repo_rows]
    days = _group_rows(_query_rows(con, statement("site/repo_history"), {"day": day, "repos": repo_numbers}), "oid")
    removed_likes = _group_rows(
        _query_rows(con, statement("site/removed_likes_of_repos"), {"day": day, "repos": repo_numbers}), "oid"
    )
    for oid, rows in days.items():
        _add_likes_level(rows, removed_likes.get(oid, []))
    events = _group_rows(_query_rows(con, statement("site/events"), parameters), "oid")
    standing_rows = [row for row in _query_rows(con, statement("site/standings"), parameters) if _is_usable(row, slugs)]
    standings = _group_rows(standing_rows, "oid")
    for rows in standings.values():
        for row in rows:
            before, since = row.pop("before"), row.pop("since")
            before = before and {name: _sanitize_value("", value) for name, value in before.items()}
            row["reasons"] = list(explain_row(row, before, since))
    return {
        row["oid"]: Repo(row, days.get(row["oid"], []), events.get(row["oid"], []), standings.get(row["oid"], []))
        for row in repo_rows
    }


def _query_rows(
    con: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> list[Row]:
    cursor = con.execute(query, parameters or {})
    columns = [(column[0], str(column[1])) for column in cursor.description]
    rows = [
        {name: _sanitize_value(kind, value) for (name, kind), value in zip(columns, row, strict=True)}
        for row in cursor.fetchall()
    ]
    for row in rows:
        if row.get("score_low", 0) is None or row.get("score_high", 0) is None:  # an interval has two ends
            row |= {key: None for key in ("score_low", "score_high") if key in row}
    # NULL here: a date outside Python's calendar
    return [row for row in rows if row.get("date", True) is not None]


def _sanitize_value(kind: str, value: object) -> object:
    """Return the value, or None for times and numbers that Python or JSON cannot represent."""
    if kind in ("DATE", "TIMESTAMP") and (not isinstance(value, dt.date) or value.year == dt.MAXYEAR):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _group_rows(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups
