import datetime as dt
from collections.abc import Iterator
from typing import Annotated, NamedTuple, TypedDict

import duckdb
import typer

from pipeline.cli.arguments import find_category, find_repos, means_repo, require_choice
from pipeline.cli.board_table import BoardTable
from pipeline.cli.coming import print_coming, read_coming
from pipeline.cli.completion import complete_categories, complete_repos, make_completer
from pipeline.cli.dates import DATE_FORMS, find_board_day
from pipeline.cli.history import HISTORY_DAYS, show_history
from pipeline.cli.language import JsonOption, LanguageOption, NoteWithText, select_language, serialize_notes
from pipeline.cli.options import reject_other_options
from pipeline.cli.read_home import LakeOption, choose_read_home
from pipeline.cli.terminal import (
    console,
    fit_table,
    print_json,
    sample_note,
    sanitize,
)
from pipeline.errors import UsageError
from pipeline.i18n.formats import format_short_day
from pipeline.i18n.messages import localize_field, text, word
from pipeline.notes import Note, read_notes
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import Row, fetch_records, is_sample, open_published
from pipeline.ranking.choices import VIEWS, list_board_spellings, list_view_spellings
from pipeline.ranking.registry import MAIN_BOARD, NAMES, explain_row
from pipeline.sql import statement
from pipeline.text import suggest_nearest

FINAL_CODES = ("few_whole_weeks", "leaders_only", "series_only")  # notes that are printed once, after all boards
READ_PARAMETERS = ("words", "as_json", "lake", "lang")  # also of the history of a repo
BoardOption = Annotated[str, typer.Option(help=f"Board: {', '.join(NAMES)}.", autocompletion=make_completer(NAMES))]
WhyOption = Annotated[
    str | None, typer.Option(help="Explain the rank of this repo (owner/name).", autocompletion=complete_repos)
]
ViewOption = Annotated[
    str,
    typer.Option(
        help="View: all, originals, derivatives, or families (the top model of each family).",
        autocompletion=make_completer(VIEWS),
    ),
]


def show(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CATEGORY]",
            help="Category: slug, name, or address on the Hub; default: the top of every category. A repo shows its history.",
            autocompletion=complete_categories,
        ),
    ] = None,
    board: BoardOption = MAIN_BOARD.name,
    date: Annotated[str | None, typer.Option(help=f"Day, as {DATE_FORMS}; default: the last one.")] = None,
    places: Annotated[int | None, typer.Option("-n", min=1, max=100_000, help="Number of ranks to show.")] = None,
    view: ViewOption = "all",
    why: WhyOption = None,
    as_json: JsonOption = False,
    lake: LakeOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show the trending repos of a category, with rank changes, 90% intervals and two weeks of scores.

    \b
    Examples:
      almanac show translation
      almanac show text --board adoption -n 50
      almanac show any-to-any --date 2026-03-06 --lang ko
      almanac show text-generation --view originals
      almanac show translation --why owner/name
      almanac show translation --json
    """
    home = choose_read_home(ctx)
    language, _ = select_language(lang)
    if why is not None:
        reject_other_options(ctx, {*READ_PARAMETERS, "board", "date", "why"}, "options_excluded", "--why")
    category = " ".join(words) if words else None
    with open_published(home, seconds=find_read_limit()) as con:
        board = require_choice(board, "board", list(NAMES), spellings=list_board_spellings())
        view = require_choice(view, "view", list(VIEWS), spellings=list_view_spellings())
        if category is not None and means_repo(con, category):
            reject_other_options(ctx, READ_PARAMETERS, "options_of_repo")
            show_history(con, category, HISTORY_DAYS, as_json=as_json, lang=language, instead_of_category=True)
            return
        all_slugs = [row[0] for row in con.execute("SELECT slug FROM categories").fetchall()]
        if category is not None:
            category = find_category(con, category)
        if why is not None and category is None:
            raise UsageError(Note("why_needs_category"))
        day = find_board_day(con, date)
        sample = is_sample(con)
        if sample and not as_json:
            console().print(sanitize(sample_note(language)), style="yellow")
        if why is not None and category is not None:
            print_standing(con, BoardQuery([category], board, day, 0), why, as_json=as_json, lang=language)
            return
        query = BoardQuery([category] if category else all_slugs, board, day, places or (20 if category else 5), view)
        if as_json:
            result = {"sample": sample, "date": day, "board": board, "view": view}
            print_json({**result, "boards": read_boards(con, query, language)})
        else:
            print_boards(con, query, language)


class BoardQuery(NamedTuple):
    """One board of a day in some categories: its top `rows` (0: none) in one of `VIEWS`."""

    slugs: list[str]
    board: str
    day: dt.date
    rows: int
    view: str = "all"

    @property
    def parameters(self) -> dict[str, object]:
        """Parameters of the statements `cli/*`."""
        return {"slugs": self.slugs, "board": self.board, "date": self.day}


def read_boards(con: duckdb.DuckDBPyConnection, query: BoardQuery, lang: str = "en") -> list[Row]:
    """Return the boards with caveats and top rows, in the shape of `--json`."""
    boards = {
        about["category"]: {**about, "notes": serialize_notes(lang, "note", read_notes(about["notes"])), "ranking": []}
        for about in fetch_records(con.execute(statement("cli/board_summaries"), query.parameters))
    }
    parameters = {**query.parameters, "places": query.rows, "view": query.view}
    for row in fetch_records(con.execute(statement("cli/category_boards"), parameters)):
        boards[row.pop("slug")]["ranking"].append(row)
    return [boards[slug] for slug in query.slugs]


def print_boards(con: duckdb.DuckDBPyConnection, query: BoardQuery, lang: str | None = None) -> None:
    """Print the boards as tables, with names and caveats."""
    out = console()
    language, say = select_language(lang)
    boards = read_boards(con, query, language)
    earlier_boards = con.execute(statement("cli/earlier_boards"), query.parameters).fetchall()
    oids = [row["oid"] for about in boards for row in about["ranking"]]
    scores = {
        tuple(row[:3]): row[3]
        for row in con.execute(statement("cli/repo_scores"), {**query.parameters, "oids": oids}).fetchall()
    }
    table = BoardTable(query.board, query.day, query.view, {*earlier_boards}, scores, language)
    for about in boards:
        _print_heading(about, query.board, query.day, query.view, language)
        if about["ranking"]:
            columns, cells = table.build(
                about["category"], about["ranking"], is_first_day=about["first_date"] == query.day
            )
            out.print(fit_table(out, columns, cells))
        elif about["kept_ranks"]:
            out.print(sanitize(say("show-empty-view")), style="dim")
        elif not about["notes"]:
            out.print(sanitize(say("show-empty")), style="dim")
    for line in _list_final_lines(boards, query.day, language):
        out.print(sanitize(line), style="dim")
    kinds = con.execute(
        "SELECT DISTINCT kind FROM categories WHERE list_contains($slugs, slug)", {"slugs": query.slugs}
    )
    print_coming(read_coming(con, query.day, [kind for (kind,) in kinds.fetchall()]), language)


def _list_final_lines(boards: list[Row], day: dt.date, lang: str) -> Iterator[str]:
    """Yield what holds for all boards: since when days count, the scope, when attention rests on observed weeks."""
    first_days = [about["first_date"] for about in boards if about["ranking"] and about["first_date"]]
    if first_days and min(first_days) < day:
        yield text(lang, "show-record", since=format_short_day(lang, min(first_days), day))
    notes = {note["code"]: note["text"] for about in boards if not _is_faulty(about) for note in about["notes"]}
    yield from (notes[code] for code in FINAL_CODES if code in notes)


def _is_faulty(about: Row) -> bool:
    return about["status"] in ("degraded", "withheld")


def print_standing(con: duckdb.DuckDBPyConnection, query: BoardQuery, repo: str, *, as_json: bool, lang: str) -> None:
    """Print why a repo has its rank on the board. Raises UsageError if it is not on the board."""
    [category], board, day = query.slugs, query.board, query.day
    standing = explain_standing(con, category, board, day, repo, lang)
    if as_json:
        print_json({"sample": is_sample(con), "date": day, "category": category, "board": board, **standing})
        return
    [about] = read_boards(con, query, lang)
    _print_heading(about, board, day, "all", lang)
    console().print(sanitize(standing["id"]), style="bold")
    for reason in standing["reasons"]:
        console().print(sanitize(f"  {reason['text']}"))


class Standing(TypedDict):
    """A repo in the output of `--json --why`."""

    id: str
    reasons: list[NoteWithText]
    now: Row
    before: Row | None


def explain_standing(
    con: duckdb.DuckDBPyConnection, category: str, board: str, day: dt.date, repo: str, lang: str
) -> Standing:
    """Explain the rank of a repo. Raises UsageError if it is not on the board."""
    oids = [named_repo.oid for named_repo in find_repos(con, repo)]
    rows = fetch_records(
        con.execute(statement("cli/last_two_ranks"), {"category": category, "board": board, "date": day, "oids": oids})
    )
    if not rows:
        names = con.execute(
            "SELECT DISTINCT id FROM trends WHERE date = $date AND category = $category AND board = $board",
            {"date": day, "category": category, "board": board},
        ).fetchall()
        hints = suggest_nearest(repo, [name for (name,) in names], max_names=10)
        raise UsageError(Note("not_on_board", {"repo": repo, "board": board, "category": category}), *hints)
    previous = rows[1] if len(rows) > 1 else None
    since = con.execute(
        "SELECT min(date) FROM trends WHERE category = $category AND board = $board",
        {"category": category, "board": board},
    ).fetchall()[0][0]
    explanations = serialize_notes(lang, "reason", explain_row(rows[0], previous, since))
    return {"id": rows[0]["id"], "reasons": explanations, "now": rows[0], "before": previous}


def _print_heading(about: Row, board: str, day: dt.date, view: str, lang: str) -> None:
    out = console()
    names = [localize_field(lang, about, "name"), *(about[name] for name in ("name_en", "name_ko"))]
    board_name = text(lang, f"board-{board}-name")
    view_names = [] if view == "all" else [text(lang, f"view-{view}")]
    out.print()
    out.print(
        sanitize(" · ".join([*dict.fromkeys(names), board_name, *view_names, str(day)])),
        style="bold",
    )
    if about["category_note"]:
        out.print(sanitize(localize_field(lang, about, "category_note")), style="dim")
    is_faulty = _is_faulty(about)
    notes = [note["text"] for note in about["notes"] if is_faulty or note["code"] not in FINAL_CODES]
    if notes:
        name = f"{word(lang, 'status', about['status'])}: " if is_faulty else ""
        out.print(sanitize(name + " ".join(notes)), style="yellow" if is_faulty else "dim")
