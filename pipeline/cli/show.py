"""`almanac show`: a ranking as a table, and why a repo stands on it."""

import datetime as dt
from typing import Annotated, NamedTuple, TypedDict

import duckdb
import typer

from pipeline.cli.arguments import parse_day, require_known
from pipeline.cli.completion import among, repos
from pipeline.cli.completion import categories as slugs
from pipeline.cli.language import LANG, speaker, spoken
from pipeline.cli.terminal import Column, change, console, fitted, moved, number, plain, print_json, sample_note, trend
from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.i18n.messages import named, word
from pipeline.notes import read_notes
from pipeline.published.days import span_of
from pipeline.published.query_limits import read_seconds
from pipeline.published.reader import Row, is_sample, published, records
from pipeline.ranking.registry import MAIN_BOARD, NAMES, reasons
from pipeline.sql import statement
from pipeline.text import nearest

VIEWS = ["all", "originals", "derivatives", "families"]
VIEW = Annotated[
    str,
    typer.Option(
        help="all, originals, derivatives, or families (the first of each family of models).",
        autocompletion=among(VIEWS),
    ),
]


def show(
    ctx: typer.Context,
    category: Annotated[
        str | None, typer.Argument(help="Category slug; all of them, shortly, when left out.", autocompletion=slugs)
    ] = None,
    board: Annotated[
        str, typer.Option(help=f"Which ranking: {', '.join(NAMES)}.", autocompletion=among(NAMES))
    ] = MAIN_BOARD.name,
    date: Annotated[str | None, typer.Option(help="Day, as 2026-03-06; the last one when left out.")] = None,
    places: Annotated[int | None, typer.Option("-n", min=1, max=100_000, help="How many places.")] = None,
    view: VIEW = "all",
    why: Annotated[
        str | None, typer.Option(help="owner/name of a repo: why it stands where it does.", autocompletion=repos)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: docs/terminal.md tells its keys.")] = False,
    lang: LANG = None,
) -> None:
    """Show what is trending in a category, with rank changes, 90% intervals and the scores of two weeks.

    \b
    Examples:
      almanac show translation
      almanac show text --board adoption -n 50
      almanac show any-to-any --date 2026-03-06 --lang ko
      almanac show text-generation --view originals
      almanac show translation --why owner/name
      almanac show translation --json
    """
    home: Home = ctx.obj
    chosen, _ = speaker(lang)
    with published(home, seconds=read_seconds()) as con:
        every = [row[0] for row in con.execute("SELECT slug FROM categories").fetchall()]
        if category is not None:
            require_known(category, "category", every)
        require_known(board, "board", list(NAMES))
        require_known(view, "view", VIEWS)
        if why is not None and category is None:
            raise UsageError("--why wants a category too: almanac show translation --why owner/name.")
        day = _day(con, parse_day(date))
        sample = is_sample(con)
        if sample and not as_json:
            console().print(plain(sample_note(chosen)), style="yellow")
        if why is not None and category is not None:
            told = standing(con, category, board, day, why, chosen)
            if as_json:
                print_json({"sample": sample, "date": day, "category": category, "board": board, **told})
            else:
                [about] = read_boards(con, BoardQuery([category], board, day, 0), chosen)
                _heading(about, board, day, "all", chosen)
                console().print(plain(told["id"]), style="bold")
                for reason in told["reasons"]:
                    console().print(plain(f"  {reason['text']}"))
            return
        query = BoardQuery([category] if category else every, board, day, places or (20 if category else 5), view)
        if as_json:
            told = {"sample": sample, "date": day, "board": board, "view": view}
            print_json({**told, "boards": read_boards(con, query, chosen)})
        else:
            print_boards(con, query, chosen)


class BoardQuery(NamedTuple):
    """One board of one day in some categories: its first `rows` (0: none), of all repos or of a part of them (`VIEWS`)."""

    slugs: list[str]
    board: str
    day: dt.date
    rows: int
    view: str = "all"

    @property
    def parameters(self) -> dict[str, object]:
        """Of the statements `cli/*`."""
        return {"slugs": self.slugs, "board": self.board, "date": self.day}


def read_boards(con: duckdb.DuckDBPyConnection, query: BoardQuery, lang: str = "en") -> list[Row]:
    """A board of each category: what a reader must know of it, and its first rows, as `--json` prints them."""
    boards = {
        about["category"]: {**about, "notes": spoken(lang, "note", read_notes(about["notes"])), "ranking": []}
        for about in records(con.execute(statement("cli/about_boards"), query.parameters))
    }
    parameters = {**query.parameters, "places": query.rows, "view": query.view}
    for row in records(con.execute(statement("cli/boards_of_categories"), parameters)):
        boards[row.pop("slug")]["ranking"].append(row)
    return [boards[slug] for slug in query.slugs]


def print_boards(con: duckdb.DuckDBPyConnection, query: BoardQuery, lang: str | None = None) -> None:
    """A board of each category as a table, with its category's names and what a reader must know of it."""
    out = console()
    chosen, say = speaker(lang)
    boards = read_boards(con, query, chosen)
    _, board, day, _, view = query
    earlier = con.execute(statement("cli/earlier_boards"), query.parameters).fetchall()
    oids = [row["oid"] for one in boards for row in one["ranking"]]
    scores = {
        tuple(row[:3]): row[3]
        for row in con.execute(statement("cli/scores_of_repos"), {**query.parameters, "oids": oids}).fetchall()
    }
    fortnight = [day - dt.timedelta(ago) for ago in range(13, -1, -1)]
    columns = [
        Column(say("heading-rank-number"), numeric=True), Column(say("heading-overall-rank"), numeric=True, worth=90 if view != "all" else 0), Column(say("heading-1d"), numeric=True, worth=80),
        Column(say("heading-7d"), numeric=True, worth=60), Column(say("heading-repo")), Column(say(f"board-{board}-heading"), numeric=True, worth=95),
        Column(say("heading-interval"), numeric=True, worth=50), Column(say("heading-score-trend"), whole=True, worth=55), Column(say("heading-likes"), numeric=True, worth=85),
        Column(say("heading-likes-1d"), numeric=True, worth=70), Column(say("heading-downloads-30d"), numeric=True, worth=40), Column(say("heading-days-on-board"), numeric=True, worth=20),
        Column(say("heading-best-rank"), numeric=True, worth=25), Column(say("heading-basis"), worth=30), Column(say("heading-family"), worth=75),
    ]  # fmt: skip
    left_out = ({1} if view == "all" else set()) | (set() if view == "families" else {len(columns) - 1})
    kept = [i for i in range(len(columns)) if i not in left_out]
    for one in boards:
        _heading(one, board, day, view, chosen)
        if not one["ranking"]:
            out.print(plain(say("show-nobody")), style="dim")
            continue
        slug = one["category"]
        yesterday, last_week = ((slug, days) in earlier for days in (1, 7))
        cells = [
            [number(row["view_rank"]), number(row["rank"]), moved(row["rank"], row["rank_1d_ago"], row["entry_1d"], say, compared=yesterday),
             moved(row["rank"], row["rank_7d_ago"], row["entry_7d"], say, compared=last_week), plain(row["id"]), number(row["score"], 1),
             plain("–" if row["score_low"] is None else f"{row['score_low']:,.1f}–{row['score_high']:,.1f}"),
             trend([scores.get((slug, row["oid"], date)) for date in fortnight]), number(row["likes"]), change(row["likes_1d"]),
             number(row["downloads"]), number(row["days_on_board"]), number(row["best_rank"]), plain(word(chosen, "basis", row["basis"])),
             plain("" if row["root_model"] == row["id"] else row["root_model"])]
            for row in one["ranking"]
        ]  # fmt: skip
        out.print(fitted(out, [columns[i] for i in kept], [[row[i] for i in kept] for row in cells]))
    record = [one["first_date"] for one in boards if one["ranking"] and one["first_date"]]
    if record:
        out.print(plain(say("show-record", since=min(record))), style="dim")


class Standing(TypedDict):
    """What `--json` prints of a repo: its name, the reasons, its last place and the one before."""

    id: str
    reasons: list[dict[str, object]]
    now: Row
    before: Row | None


def standing(con: duckdb.DuckDBPyConnection, category: str, board: str, day: dt.date, repo: str, lang: str) -> Standing:
    """Why the repo stands where it does: its name, the reasons, its last place and the one before."""
    rows = records(
        con.execute(statement("cli/last_two_places"), {"category": category, "board": board, "date": day, "id": repo})
    )
    if not rows:
        names = con.execute(
            "SELECT DISTINCT id FROM trends WHERE date = $date AND category = $category AND board = $board",
            {"date": day, "category": category, "board": board},
        ).fetchall()
        near = nearest(repo, [name for (name,) in names], most=10)
        raise UsageError(f"{repo!r} does not stand on board {board} of {category}. {near}")
    before = rows[1] if len(rows) > 1 else None
    since = con.execute(
        "SELECT min(date) FROM trends WHERE category = $category AND board = $board",
        {"category": category, "board": board},
    ).fetchall()[0][0]
    why = spoken(lang, "reason", reasons(rows[0], before, since))
    return {"id": rows[0]["id"], "reasons": why, "now": rows[0], "before": before}


def _heading(about: Row, board: str, day: dt.date, view: str, lang: str) -> None:
    out = console()
    names = [named(lang, about, "name"), *(about[name] for name in ("name_en", "name_ko"))]
    out.print()
    out.print(
        plain(" · ".join([*dict.fromkeys(names), board, *([view] if view != "all" else []), str(day)])),
        style="bold",
    )
    if about["category_note"]:
        out.print(plain(named(lang, about, "category_note")), style="dim")
    if about["notes"]:
        out.print(
            plain(f"{word(lang, 'status', about['status'])}: {' '.join(note['text'] for note in about['notes'])}"),
            style="dim" if about["status"] == "partial" else "yellow",
        )


def _day(con: duckdb.DuckDBPyConnection, asked: dt.date | None) -> dt.date:
    first, last = span_of(con, "trends")
    if last is None:
        raise AlmanacError("No board was ever made in this home; `almanac run` makes today's.")
    if asked is None:
        return last
    if not con.execute("SELECT 1 FROM trends WHERE date = $date LIMIT 1", {"date": asked}).fetchall():
        raise AlmanacError(f"There are no boards of {asked}; this home has them from {first} to {last}, not every day.")
    return asked
