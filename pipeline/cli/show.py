"""`almanac show`: a ranking as a table."""

import datetime as dt
from typing import Annotated

import duckdb
import typer

from pipeline.cli.reading import day_of, is_sample, known, published
from pipeline.cli.terminal import SAMPLE_NOTE, change, console, moved, number, plain, table
from pipeline.errors import AlmanacError
from pipeline.settings import Home

BOARD = """
SELECT t.rank, t.id, t.score, t.score_low, t.score_high, t.rank_1d, t.rank_7d, t.likes, t.likes_1d, t.downloads, t.basis
FROM trends t WHERE t.date = $date AND t.category = $category AND t.board = $board AND t.rank <= $places ORDER BY t.rank
"""
# Which earlier days have this board: a repo is new only where there was a board to be new to.
EARLIER = """
SELECT DISTINCT $date - t.date FROM trends t
WHERE t.date IN ($date - 1, $date - 7) AND t.category = $category AND t.board = $board
"""


def show(
    ctx: typer.Context,
    category: Annotated[str | None, typer.Argument(help="Category slug; all of them, shortly, when left out.")] = None,
    board: Annotated[str, typer.Option(help="Which ranking: attention, hub.")] = "attention",
    date: Annotated[str | None, typer.Option(help="Day, as 2026-03-06; the last one when left out.")] = None,
    places: Annotated[int | None, typer.Option("-n", min=1, help="How many places.")] = None,
) -> None:
    """Show what is trending in a category.

    Examples: almanac show translation · almanac show text --board hub -n 50 · almanac show any-to-any --date 2026-03-06
    """
    home: Home = ctx.obj
    with published(home) as con:
        slugs = [row[0] for row in con.execute("SELECT slug FROM categories").fetchall()]
        if category is not None:
            known(category, "category", slugs)
        day = _day(con, day_of(date))
        there = con.execute("SELECT DISTINCT board FROM trends WHERE date = $date ORDER BY ALL", {"date": day})
        known(board, "board", [row[0] for row in there.fetchall()])
        out = console()
        if is_sample(con):
            out.print(f"[yellow]{SAMPLE_NOTE}[/]")
        for slug in [category] if category else slugs:
            print_board(con, slug, board, day, places or (20 if category else 5))


def print_board(con: duckdb.DuckDBPyConnection, category: str, board: str, day: dt.date, places: int) -> None:
    """One board as a table, with its category's names and note."""
    out = console()
    asked = {"date": day, "category": category, "board": board, "places": places}
    rows = con.execute(BOARD, asked).fetchall()
    name_en, name_ko, note = con.execute(
        "SELECT name_en, name_ko, note FROM categories WHERE slug = $slug", {"slug": category}
    ).fetchall()[0]
    out.print()
    out.print(plain(f"{name_en} · {name_ko} · {board} · {day}"), style="bold")
    if note:
        out.print(plain(note), style="dim")
    if not rows:
        out.print(plain("No repo of this category stands on this board that day."), style="dim")
        return
    earlier = con.execute(EARLIER, {"date": day, "category": category, "board": board}).fetchall()
    yesterday, last_week = ((days,) in earlier for days in (1, 7))
    unit = "score" if board == "hub" else "likes/day"
    made = table([("#", True), ("1d", True), ("7d", True), ("repo", False), (unit, True), ("90%", True), ("likes", True),
                  ("+1d", True), ("dl 30d", True), ("made of", False)])  # fmt: skip
    for rank, repo, score, low, high, rank_1d, rank_7d, likes, likes_1d, downloads, basis in rows:
        interval = plain("–" if low is None else f"{low:,.1f}–{high:,.1f}")
        made.add_row(
            number(rank), moved(rank, rank_1d, compared=yesterday), moved(rank, rank_7d, compared=last_week), plain(repo), number(score, 1), interval,
            number(likes), change(likes_1d), number(downloads), plain(basis),
        )  # fmt: skip
    out.print(made)


def _day(con: duckdb.DuckDBPyConnection, asked: dt.date | None) -> dt.date:
    first, last = con.execute("SELECT min(date), max(date) FROM trends").fetchall()[0]
    if last is None:
        raise AlmanacError("No board was ever made in this home; `almanac run` makes today's.")
    if asked is None:
        return last
    if not con.execute("SELECT 1 FROM trends WHERE date = $date LIMIT 1", {"date": asked}).fetchall():
        raise AlmanacError(f"There are no boards of {asked}; this home has them from {first} to {last}, not every day.")
    return asked
