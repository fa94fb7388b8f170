"""`almanac show`: a ranking as a table, and why a repo stands on it."""

import datetime as dt
from typing import Annotated

import duckdb
import typer

from pipeline.boards.reasons import reasons
from pipeline.cli.reading import day_of, is_sample, known, published
from pipeline.cli.terminal import SAMPLE_NOTE, change, console, moved, number, plain, table
from pipeline.errors import AlmanacError, UsageError
from pipeline.settings import Home
from pipeline.suggest import nearest

BOARDS = ["attention", "adoption", "breakout", "hub"]
ONLY = ["all", "originals", "derivatives", "families"]
UNITS = {"attention": "likes/day", "adoption": "dl/day", "breakout": "z", "hub": "score"}
BOARD = """
SELECT place, rank, id, score, score_low, score_high, rank_1d, rank_7d, likes, likes_1d, downloads, basis, days_on_board, best_rank, root
FROM top($category, $board, $places, $only, $date)
"""
# Which earlier days have this board: a repo is new only where there was a board to be new to.
EARLIER = """
SELECT DISTINCT $date - t.date FROM trends t
WHERE t.date IN ($date - 1, $date - 7) AND t.category = $category AND t.board = $board
"""
REASONS = """
SELECT * FROM trends WHERE category = $category AND board = $board AND date <= $date
    AND oid = (SELECT arg_max(oid, date) FROM trends WHERE category = $category AND board = $board AND id = $id AND date <= $date)
ORDER BY date DESC LIMIT 2
"""


def show(
    ctx: typer.Context,
    category: Annotated[str | None, typer.Argument(help="Category slug; all of them, shortly, when left out.")] = None,
    board: Annotated[str, typer.Option(help="Which ranking: attention, adoption, breakout, hub.")] = "attention",
    date: Annotated[str | None, typer.Option(help="Day, as 2026-03-06; the last one when left out.")] = None,
    places: Annotated[int | None, typer.Option("-n", min=1, help="How many places.")] = None,
    only: Annotated[
        str, typer.Option(help="all, originals, derivatives, or families (the first of each family of models).")
    ] = "all",
    why: Annotated[str | None, typer.Option(help="owner/name of a repo: why it stands where it does.")] = None,
) -> None:
    """Show what is trending in a category.

    Examples: almanac show translation · almanac show text --board adoption -n 50 · almanac show any-to-any --date 2026-03-06 ·
    almanac show text-generation --only originals · almanac show translation --why owner/name
    """
    home: Home = ctx.obj
    with published(home) as con:
        slugs = [row[0] for row in con.execute("SELECT slug FROM categories").fetchall()]
        if category is not None:
            known(category, "category", slugs)
        known(board, "board", BOARDS)
        known(only, "view", ONLY)
        day = _day(con, day_of(date))
        out = console()
        if is_sample(con):
            out.print(f"[yellow]{SAMPLE_NOTE}[/]")
        if why is not None:
            if category is None:
                raise UsageError("--why wants a category too: almanac show translation --why owner/name.")
            explain(con, category, board, day, why)
            return
        for slug in [category] if category else slugs:
            print_board(con, slug, board, day, places or (20 if category else 5), only)


def print_board(
    con: duckdb.DuckDBPyConnection, category: str, board: str, day: dt.date, places: int, only: str = "all"
) -> None:
    """One board as a table, with its category's names and what a reader must know of it."""
    out = console()
    asked = {"date": day, "category": category, "board": board, "places": places, "only": only}
    rows = con.execute(BOARD, asked).fetchall()
    _heading(con, category, board, day, only)
    if not rows:
        out.print(plain("No repo of this category stands on this board that day."), style="dim")
        return
    earlier = con.execute(EARLIER, {"date": day, "category": category, "board": board}).fetchall()
    yesterday, last_week = ((days,) in earlier for days in (1, 7))
    made = table([("#", True), *([("of all", True)] if only != "all" else []), ("1d", True), ("7d", True), ("repo", False),
                  (UNITS[board], True), ("90%", True), ("likes", True), ("+1d", True), ("dl 30d", True), ("days", True), ("best", True),
                  ("made of", False), *([("family", False)] if only == "families" else [])])  # fmt: skip
    for place, rank, repo, score, low, high, rank_1d, rank_7d, likes, likes_1d, downloads, basis, days, best, root in rows:  # fmt: skip
        interval = plain("–" if low is None else f"{low:,.1f}–{high:,.1f}")
        made.add_row(
            number(place), *([number(rank)] if only != "all" else []), moved(rank, rank_1d, compared=yesterday),
            moved(rank, rank_7d, compared=last_week), plain(repo), number(score, 1), interval,
            number(likes), change(likes_1d), number(downloads), number(days), number(best), plain(basis),
            *([plain("" if root == repo else root)] if only == "families" else []),
        )  # fmt: skip
    out.print(made)


def explain(con: duckdb.DuckDBPyConnection, category: str, board: str, day: dt.date, repo: str) -> None:
    """Why the repo stands where it does, in sentences."""
    told = con.execute(REASONS, {"category": category, "board": board, "date": day, "id": repo})
    columns = [column[0] for column in told.description]
    rows = [dict(zip(columns, row, strict=True)) for row in told.fetchall()]
    if not rows:
        names = con.execute(
            "SELECT DISTINCT id FROM trends WHERE date = $date AND category = $category AND board = $board",
            {"date": day, "category": category, "board": board},
        ).fetchall()
        raise UsageError(
            f"{repo!r} does not stand on board {board} of {category}. {nearest(repo, [name for (name,) in names])}"
        )
    out = console()
    _heading(con, category, board, day, "all")
    out.print(plain(rows[0]["id"]), style="bold")
    for sentence in reasons(rows[0], rows[1] if len(rows) > 1 else None):
        out.print(plain(f"  {sentence}"))


def _heading(con: duckdb.DuckDBPyConnection, category: str, board: str, day: dt.date, only: str) -> None:
    out = console()
    name_en, name_ko, note = con.execute(
        "SELECT name_en, name_ko, note FROM categories WHERE slug = $slug", {"slug": category}
    ).fetchall()[0]
    told = con.execute(
        "SELECT status, note FROM boards WHERE date = $date AND category = $category AND board = $board",
        {"date": day, "category": category, "board": board},
    ).fetchall()
    out.print()
    out.print(plain(f"{name_en} · {name_ko} · {board}{'' if only == 'all' else f' · {only}'} · {day}"), style="bold")
    if note:
        out.print(plain(note), style="dim")
    for status, said in told:
        if said:
            out.print(plain(f"{status}: {said}"), style="dim" if status == "partial" else "yellow")


def _day(con: duckdb.DuckDBPyConnection, asked: dt.date | None) -> dt.date:
    first, last = con.execute("SELECT min(date), max(date) FROM trends").fetchall()[0]
    if last is None:
        raise AlmanacError("No board was ever made in this home; `almanac run` makes today's.")
    if asked is None:
        return last
    if not con.execute("SELECT 1 FROM trends WHERE date = $date LIMIT 1", {"date": asked}).fetchall():
        raise AlmanacError(f"There are no boards of {asked}; this home has them from {first} to {last}, not every day.")
    return asked
