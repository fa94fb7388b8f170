import datetime as dt
from typing import Annotated

import duckdb
import typer
from rich.text import Text

from pipeline.cli.language import JsonOption, LanguageOption, Say, select_language, serialize_notes
from pipeline.cli.read_home import LakeOption, choose_read_home
from pipeline.cli.terminal import Column, console, fit_table, format_number, print_json, sample_note, sanitize
from pipeline.i18n.messages import sentence
from pipeline.notes import Note, Parameters
from pipeline.published.days import read_day_span
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import Row, fetch_records, is_sample, open_published
from pipeline.sql import statement

REPO_KEYS = ("kind", "oid", "id")


def accuracy(
    ctx: typer.Context,
    rows: Annotated[int, typer.Option("-n", min=1, help="Number of repos, busiest first; --json has all repos.")] = 20,
    as_json: JsonOption = False,
    lake: LakeOption = False,
    lang: LanguageOption = None,
) -> None:
    """Compare the adoption board with true daily downloads that you imported (Publisher Analytics).

    Each board day of a repo is compared with its true downloads over the same days.

    \b
    Examples:
      almanac import breakdown.csv
      almanac accuracy
      almanac accuracy --json
    """
    home = choose_read_home(ctx)
    language, say = select_language(lang)
    with open_published(home, seconds=find_read_limit()) as con:
        figures = fetch_records(con.execute(statement("cli/adoption_accuracy")))
        notes = [] if figures else [explain_nothing(con)]
        sample = is_sample(con)
    overall = _omit(figures[0], "size", *REPO_KEYS) if figures else None
    sizes = [_omit(row, *REPO_KEYS) for row in figures if row["size"]]
    repos = [_omit(row, "size", "repos") for row in figures if row["oid"]]
    if as_json:
        notes_json = serialize_notes(language, "accuracy-note", notes)
        print_json({"sample": sample, "notes": notes_json, "overall": overall, "sizes": sizes, "repos": repos})
        return
    if sample:
        console().print(sanitize(sample_note(language)), style="yellow")
    for note in notes:
        console().print(sanitize(sentence(language, "accuracy-note", note)))
    if overall:
        print_accuracy(overall, sizes, repos[:rows], say)


def _omit(row: Row, *keys: str) -> Row:
    return {name: value for name, value in row.items() if name not in keys}


def explain_nothing(con: duckdb.DuckDBPyConnection) -> Note:
    """Say why no board can be compared."""
    first, last = read_day_span(con, "true_downloads")
    if first is None or last is None:
        return Note("no_true_downloads")
    query = "SELECT min(date), max(date) FROM trends WHERE board = 'adoption'"
    [(first_board, last_board)] = con.execute(query).fetchall()
    if first_board is None:
        return Note("no_adoption_board", {"first": str(first), "last": str(last)})
    span: Parameters = {
        "first": str(first),
        "last": str(last),
        "first_board": str(first_board),
        "last_board": str(last_board),
    }
    return Note("no_common_days", span)


def print_accuracy(overall: Row, sizes: list[Row], repos: list[Row], say: Say) -> None:
    """`repos`: those to show."""
    out = console()
    days: dict[str, dt.date] = {"first": overall["first_date"], "last": overall["last_date"]}
    title = say("accuracy-title", repos=overall["repos"], cases=overall["cases"], **days)
    out.print(sanitize(title), style="bold")
    columns = [
        Column(say("heading-repo")), Column(say("heading-accuracy-cases"), numeric=True, priority=70), Column(say("heading-accuracy-truth"), numeric=True, priority=90),
        Column(say("heading-accuracy-estimate"), numeric=True, priority=95), Column(say("heading-accuracy-bias"), numeric=True, priority=50),
        Column(say("heading-accuracy-ratio"), numeric=True, priority=100), Column(say("heading-accuracy-counter"), numeric=True, priority=40),
        Column(say("heading-accuracy-error"), numeric=True, priority=60), Column(say("heading-accuracy-inside"), numeric=True, priority=85),
        Column(say("heading-accuracy-next-day"), numeric=True, priority=80),
    ]  # fmt: skip
    cells = [
        make_cells(say("accuracy-all"), overall),
        *(make_cells(say(f"heading-coverage-{row['size'].replace('_', '-')}"), row) for row in sizes),
        *(make_cells(row["id"], row) for row in repos),
    ]
    out.print(fit_table(out, columns, cells))
    if missing := overall["repos"] - len(repos):
        out.print(sanitize(say("accuracy-more", n=missing)), style="dim")
    out.print(sanitize(say("accuracy-explanation")), style="dim")


def make_cells(name: str, row: Row) -> list[Text]:
    return [
        sanitize(name), format_number(row["cases"]), format_number(row["true_rate"], 1), format_number(row["rate"], 1), format_number(row["bias"], 1),
        format_number(row["ratio"], 3), format_number(row["counter_ratio"], 3), format_share(row["error"]), format_share(row["inside"]),
        format_share(row["next_day_inside"]),
    ]  # fmt: skip


def format_share(value: float | None) -> Text:
    return sanitize("–" if value is None else f"{value:.1%}")
