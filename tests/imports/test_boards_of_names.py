"""Boards of rows that name a repo without its _id, once an own day identifies them, and when that day is forgotten."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb

from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.marts.build import build_featured, build_movers, rank_day
from pipeline.publishing.forget import forget_day
from pipeline.warehouse.catalogue_tables import store_catalogue
from tests.warehouse.test_history_property import load_hub

from .test_identity import A, B, D, Import, row
from .test_identity import bring as bring  # noqa: PLC0414  a fixture

COMPUTED_TABLES = ("trends", "movers", "featured", "families")
FEATURED = '[[featured]]\ncategory = "all-models"\nid = "o/new"\n'


def own(name: str, likes: int) -> dict[str, Any]:
    return row(name, likes) | {"createdAt": "2024-01-01T00:00:00.000Z"}


def follow_all_models(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Follow one category, which has rows without descriptions too, and one featured repo, `o/new`."""
    path = folder / "catalogue.toml"
    path.write_text(f'include = ["whole-hub"]\n{FEATURED}')
    whole = load_catalogue(path)
    categories = tuple(category for category in whole.categories if category.slug == "all-models")
    featured = tuple(entry for entry in whole.featured if entry.category == "all-models")
    store_catalogue(con, Catalogue(whole.sections, categories, featured))


def build_boards(con: duckdb.DuckDBPyConnection, days: list[dt.date]) -> None:
    for day in days:
        rank_day(con, day)
        build_featured(con, day)
        build_movers(con, day)


def list_oids(con: duckdb.DuckDBPyConnection, table: str) -> set[tuple[dt.date, str]]:
    query = f"SELECT date, oid FROM {table} WHERE id IN ('o/old', 'o/new')"
    return set(con.execute(query).fetchall())


def list_strangers(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """List rows of what was computed whose repo is unknown."""
    tables = " UNION ALL ".join(f"SELECT '{table}', oid FROM {table}" for table in COMPUTED_TABLES)
    strangers = con.execute(f"FROM ({tables}) t(name, oid) ANTI JOIN store.repo USING (oid)").fetchall()
    return strangers + con.execute("FROM store.lineup ANTI JOIN store.repo USING (repo)").fetchall()


def test_boards_follow_the_repo_that_an_own_day_adopts(
    con: duckdb.DuckDBPyConnection, bring: Import, tmp_path: Path
) -> None:
    follow_all_models(con, tmp_path)
    bring("names", {D[n]: {"o/new": row("o/new", 10 * n + 10), "o/b": row("o/b", n)} for n in (0, 1)})
    build_boards(con, D[:2])
    con.execute(
        "UPDATE featured SET notes = [{code: 'name_reused', parameters: json_object('oid', oid)}] WHERE date = $date",
        {"date": D[0]},
    )
    load_hub(con, tmp_path / "spool", D[2], "hub", {A: own("o/new", 30), B: own("o/b", 2)})
    assert list_oids(con, "trends") == list_oids(con, "featured") == {(D[0], A), (D[1], A)}
    assert list_strangers(con) == []
    notes = con.execute("SELECT notes[1].parameters FROM featured WHERE notes IS NOT NULL").fetchall()
    assert notes == [(f'{{"oid":"{A}"}}',)]


def test_boards_follow_the_repo_that_an_own_day_identifies(
    con: duckdb.DuckDBPyConnection, bring: Import, tmp_path: Path
) -> None:
    """Its rows are those of three repos until the own day: known by its _id, by a name, and new; then of one that moved nowhere."""
    follow_all_models(con, tmp_path)
    bring("whole", {D[0]: {A: row("o/old", 10), B: row("o/b", 1)}})
    bring("names", {D[n]: {"o/new": row("o/new", 10 * n + 10), "o/b": row("o/b", n)} for n in (1, 2)})
    build_boards(con, D[:3])
    moves = "SELECT date, move FROM movers WHERE id IN ('o/old', 'o/new') ORDER BY ALL"
    ranks = "SELECT date, rank_1d_ago FROM trends WHERE board = 'attention' AND id IN ('o/old', 'o/new') ORDER BY date"
    before = {table: con.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in COMPUTED_TABLES}
    assert con.execute(moves).fetchall() == [(D[1], "entered_top_10"), (D[1], "left_top_10")]
    assert con.execute(ranks).fetchall() == [(D[0], None), (D[1], None), (D[2], 2)]
    load_hub(con, tmp_path / "spool", D[3], "hub", {A: own("o/new", 40), B: own("o/b", 3)})
    assert list_oids(con, "trends") == {(day, A) for day in D[:3]}
    assert list_oids(con, "featured") == {(day, A) for day in D[1:3]}
    assert list_strangers(con) == []
    build_boards(con, [D[3]])
    assert con.execute(ranks).fetchall() == [(D[0], None), (D[1], 1), (D[2], 2), (D[3], 1)]
    assert con.execute(moves).fetchall() == []
    assert list_strangers(con) == []

    forget_day(con, D[3])
    for table, rows in before.items():
        assert con.execute(f"FROM {table} ORDER BY ALL").fetchall() == rows, table
