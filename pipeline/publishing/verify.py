"""Proving the warehouse: whether its parts agree, and whether all that is derived comes out the same when derived again.

What belongs here: comparing. It works on a copy of its own, so that a run need not wait and nothing can be changed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.config import Settings
from pipeline.crawl.spool import is_page_intact, iter_finished_spools, list_spooled_days
from pipeline.marts.build import build_category_totals, build_featured, rank_day
from pipeline.sql import statement
from pipeline.warehouse.catalogue_tables import classify_descriptions, hash_catalogue
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.derived_history import DERIVED_TABLES, restate_all_days

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
class Comparison:
    """Whether something holds. `differing`: how many rows do not agree, or are not what comes out again."""

    subject: str
    differing: int
    example: str = ""


def verify_warehouse(
    con: duckdb.DuckDBPyConnection,
    days: int | None = None,
    report: Callable[[str], None] = lambda doing: None,
    places: int = Settings.board_places,
) -> Iterator[Comparison]:
    """Check everything in the database that `con` holds open, which is changed by it: give it a copy.

    `days`: for how many of the last days boards, totals and featured models are made again; all when None. That takes
    most of the time. `places`: how many ranks of each board are kept.
    """
    for name, subject in AGREEMENTS.items():
        report(subject)
        wrong_rows = con.execute(statement(f"verify/{name}")).fetchall()
        yield Comparison(subject, len(wrong_rows), str(tuple(map(str, wrong_rows[0]))) if wrong_rows else "")
    report("members of categories")
    con.execute("CREATE TEMP TABLE previous AS FROM store.member")
    con.execute("DELETE FROM store.member")
    con.execute("CREATE OR REPLACE TEMP VIEW unclassified_description AS FROM store.description")
    classify_descriptions(con)
    yield _compare_with_previous(con, "store.member", "who belongs to which category, made again, is the same")
    for table in DERIVED_TABLES:
        con.execute(f"CREATE OR REPLACE TEMP TABLE previous_{table} AS FROM store.{table}")
    report("cohorts, marks and events")
    with transaction(con):
        restate_all_days(con)
    for table in DERIVED_TABLES:
        con.execute(f"CREATE OR REPLACE TEMP TABLE previous AS FROM previous_{table}")
        yield _compare_with_previous(con, f"store.{table}", f"store.{table}, made again from all days, is the same")
    yield from _verify_marts(con, days, report, places)


def _verify_marts(
    con: duckdb.DuckDBPyConnection, days: int | None, report: Callable[[str], None], places: int
) -> Iterator[Comparison]:
    comparable = con.execute(statement("verify/comparable_days"), {"catalogue": hash_catalogue(con)}).fetchall()
    rebuilt_days = [day for (day,) in comparable][-days if days else 0 :]
    for table in MARTS:
        con.execute(f"CREATE TEMP TABLE previous_{table} AS FROM {table}")
    for day in rebuilt_days:
        report(f"boards, totals and featured models of {day}")
        rank_day(con, day, places)
        build_category_totals(con, day)
        build_featured(con, day)
    for table, subject in MARTS.items():
        con.execute(f"CREATE OR REPLACE TEMP TABLE previous AS FROM previous_{table}")
        yield _compare_with_previous(con, table, f"{subject} of {len(rebuilt_days)} days, made again, are the same")


def _compare_with_previous(con: duckdb.DuckDBPyConnection, table: str, subject: str) -> Comparison:
    """Compare a table with the table `previous`, row for row."""
    query = f"(FROM previous EXCEPT ALL FROM {table}) UNION ALL (FROM {table} EXCEPT ALL FROM previous)"
    differing_rows = con.execute(query).fetchmany(1000)
    con.execute("DROP TABLE previous")
    return Comparison(subject, len(differing_rows), str(tuple(map(str, differing_rows[0]))) if differing_rows else "")


def verify_spools(root: Path) -> Iterator[Comparison]:
    """Whether the kept pages of each day are the bytes that the manifest names."""
    pages = damaged_pages = 0
    example = ""
    for day, _ in list_spooled_days(root):
        for spool in iter_finished_spools(root, day):
            for page in spool.pages:
                page_is_whole = is_page_intact(spool.folder, page)
                pages, damaged_pages = pages + 1, damaged_pages + (not page_is_whole)
                example = example or ("" if page_is_whole else f"{day}: {page.file}")
    yield Comparison(f"each of {pages:,} kept pages is what its manifest says", damaged_pages, example)


def verify_published(con: duckdb.DuckDBPyConnection, published: Path) -> Iterator[Comparison]:
    """Whether the published file holds the days and boards that the warehouse (`con`) does."""
    query = statement("verify/days_and_boards")
    if not published.exists():
        yield Comparison("a database is published", 1, str(published))
        return
    try:
        with duckdb.connect(str(published), read_only=True) as copy:
            file_rows = set(copy.execute(query).fetchall())
    except duckdb.Error as error:
        yield Comparison("the published database opens", 1, str(error).splitlines()[0])
        return
    differing_rows = file_rows ^ set(con.execute(query).fetchall())
    days = sorted({str(row[1]) for row in differing_rows})
    yield Comparison("the published database holds the same days and boards", len(differing_rows), ", ".join(days[:5]))
