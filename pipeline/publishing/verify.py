"""Proving the warehouse: whether its parts agree, and whether all that is derived comes out the same when derived again.

What belongs here: comparing. It works on a copy of its own, so that a run need not wait and nothing can be changed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.config import Settings
from pipeline.crawl.spool import is_whole, spooled_days, whole_spools
from pipeline.marts.build import follow_featured, rank_day, total_categories
from pipeline.sql import statement
from pipeline.warehouse.catalogue_tables import catalogue_of, classify
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.derived_history import DERIVED, restate_all

AGREEMENTS = {
    "rows_of_days": "each day holds the rows that its crawl counted, each repo once",
    "days_without_a_crawl": "each day's rows come from a crawl that is noted",
    "rows_without_a_second": "it is known when each row came",
    "rows_undescribed": "each row has its repo and its description",
    "descriptions_unused": "each description is used, and there once",
    "repos_of_one_id": "each repo has one _id, and its first and last day",
    "names_indexed": "each name is found",
}
MARTS = {
    "trends": "the boards",
    "category_daily": "the totals of categories",
    "featured": "the featured models",
    "boards": "what is said of the boards",
}


@dataclass(frozen=True)
class Proof:
    """Whether something holds. `differing`: how many rows do not agree, or are not what comes out again."""

    what: str
    differing: int
    example: str = ""


def prove(
    con: duckdb.DuckDBPyConnection,
    days: int | None = None,
    report: Callable[[str], None] = lambda doing: None,
    places: int = Settings.board_places,
) -> Iterator[Proof]:
    """Check everything in the database that `con` holds open, which is changed by it: give it a copy.

    `days`: for how many of the last days boards, totals and featured models are made again; all when None. That takes
    most of the time. `places`: how many ranks of each board are kept.
    """
    for name, says in AGREEMENTS.items():
        report(says)
        found = con.execute(statement(f"verify/{name}")).fetchall()
        yield Proof(says, len(found), str(tuple(map(str, found[0]))) if found else "")
    report("members of categories")
    con.execute("CREATE TEMP TABLE was AS FROM store.member")
    con.execute("DELETE FROM store.member")
    con.execute("CREATE OR REPLACE TEMP VIEW unclassified_description AS FROM store.description")
    classify(con)
    yield _again(con, "store.member", "who belongs to which category, made again, is the same")
    for table in DERIVED:
        con.execute(f"CREATE OR REPLACE TEMP TABLE was_{table} AS FROM store.{table}")
    report("cohorts, marks and events")
    with transaction(con):
        restate_all(con)
    for table in DERIVED:
        con.execute(f"CREATE OR REPLACE TEMP TABLE was AS FROM was_{table}")
        yield _again(con, f"store.{table}", f"store.{table}, made again from all days, is the same")
    yield from _marts(con, days, report, places)


def _marts(
    con: duckdb.DuckDBPyConnection, days: int | None, report: Callable[[str], None], places: int
) -> Iterator[Proof]:
    comparable = con.execute(statement("verify/comparable_days"), {"catalogue": catalogue_of(con)}).fetchall()
    again = [day for (day,) in comparable][-days if days else 0 :]
    for table in MARTS:
        con.execute(f"CREATE TEMP TABLE was_{table} AS FROM {table}")
    for day in again:
        report(f"boards, totals and featured models of {day}")
        rank_day(con, day, places)
        total_categories(con, day)
        follow_featured(con, day)
    for table, says in MARTS.items():
        con.execute(f"CREATE OR REPLACE TEMP TABLE was AS FROM was_{table}")
        yield _again(con, table, f"{says} of {len(again)} days, made again, are the same")


def _again(con: duckdb.DuckDBPyConnection, table: str, says: str) -> Proof:
    """Compare a table with what it `was`, row for row."""
    query = f"(FROM was EXCEPT ALL FROM {table}) UNION ALL (FROM {table} EXCEPT ALL FROM was)"
    found = con.execute(query).fetchmany(1000)
    con.execute("DROP TABLE was")
    return Proof(says, len(found), str(tuple(map(str, found[0]))) if found else "")


def prove_spools(root: Path) -> Iterator[Proof]:
    """Whether the kept pages of each day are the bytes that the manifest names."""
    pages = bad = 0
    example = ""
    for day, _ in spooled_days(root):
        for spool in whole_spools(root, day):
            for page in spool.pages:
                whole = is_whole(spool.folder, page)
                pages, bad = pages + 1, bad + (not whole)
                example = example or ("" if whole else f"{day}: {page.file}")
    yield Proof(f"each of {pages:,} kept pages is what its manifest says", bad, example)


def prove_published(con: duckdb.DuckDBPyConnection, published: Path) -> Iterator[Proof]:
    """Whether the published file holds the days and boards that the warehouse (`con`) does."""
    query = statement("verify/days_and_boards")
    if not published.exists():
        yield Proof("a database is published", 1, str(published))
        return
    try:
        with duckdb.connect(str(published), read_only=True) as copy:
            seen = set(copy.execute(query).fetchall())
    except duckdb.Error as error:
        yield Proof("the published database opens", 1, str(error).splitlines()[0])
        return
    differing = seen ^ set(con.execute(query).fetchall())
    days = sorted({str(row[1]) for row in differing})
    yield Proof("the published database holds the same days and boards", len(differing), ", ".join(days[:5]))
