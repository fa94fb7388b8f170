"""Verify the warehouse: consistent tables, and the same rows when rebuilt.

Works on a copy, so that runs do not wait.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.config import Settings
from pipeline.crawl.spool import is_page_intact, iter_finished_spools, list_spooled_days
from pipeline.marts.build import build_category_totals, build_featured, rank_day
from pipeline.notes import Note
from pipeline.publishing.publish import find_unfinished_forget
from pipeline.sql import statement
from pipeline.warehouse.catalogue_tables import classify_descriptions, hash_catalogue
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.derived_history import DERIVED_TABLES, restate_all_days

AGREEMENTS = (
    "rows_of_days",
    "days_without_a_crawl",
    "rows_without_a_second",
    "rows_undescribed",
    "descriptions_unused",
    "repos_of_one_id",
    "names_indexed",
)  # queries of sql/verify/, which return what is wrong
MARTS = ("trends", "category_daily", "featured", "boards")


@dataclass(frozen=True)
class Comparison:
    """A comparison. `subject`: its texts are `comparison-<code>`. `differing`: number of inconsistent or changed rows.

    `rank_from`: the first day whose rows differ, if ranking from it on corrects them.
    """

    subject: Note
    differing: int
    example: str = ""
    rank_from: dt.date | None = None


def verify_warehouse(
    con: duckdb.DuckDBPyConnection,
    days: int | None = None,
    report: Callable[[Note], None] = lambda doing: None,
    places: int = Settings.board_places,
) -> Iterator[Comparison]:
    """Verify an open database. Changes it: pass a connection to a copy.

    `days`: rebuild boards, totals and featured models of the last days (None: all), the slowest part.
    `places`: ranks kept per board.
    """
    for name in AGREEMENTS:
        report(subject := Note(name))
        wrong_rows = con.execute(statement(f"verify/{name}")).fetchall()
        yield Comparison(subject, len(wrong_rows), str(tuple(map(str, wrong_rows[0]))) if wrong_rows else "")
    report(members := Note("rebuilt_members"))
    con.execute("CREATE TEMP TABLE previous AS FROM store.member")
    con.execute("DELETE FROM store.member")
    con.execute("CREATE OR REPLACE TEMP VIEW unclassified_description AS FROM store.description")
    classify_descriptions(con)
    yield _compare_with_previous(con, "store.member", members)
    for table in DERIVED_TABLES:
        con.execute(f"CREATE OR REPLACE TEMP TABLE previous_{table} AS FROM store.{table}")
    report(Note("rebuilt_history"))
    with transaction(con):
        restate_all_days(con)
    for table in DERIVED_TABLES:
        con.execute(f"CREATE OR REPLACE TEMP TABLE previous AS FROM previous_{table}")
        yield _compare_with_previous(con, f"store.{table}", Note("rebuilt_table", {"table": f"store.{table}"}))
    yield from _verify_marts(con, days, report, places)


def _verify_marts(
    con: duckdb.DuckDBPyConnection, days: int | None, report: Callable[[Note], None], places: int
) -> Iterator[Comparison]:
    comparable = con.execute(statement("verify/comparable_days"), {"catalogue": hash_catalogue(con)}).fetchall()
    rebuilt_days = [day for (day,) in comparable][-days if days else 0 :]
    for table in MARTS:
        con.execute(f"CREATE TEMP TABLE previous_{table} AS FROM {table}")
    for day in rebuilt_days:
        report(Note("rebuilt_day", {"date": str(day)}))
        rank_day(con, day, places)
        build_category_totals(con, day)
        build_featured(con, day)
    for table in MARTS:
        con.execute(f"CREATE OR REPLACE TEMP TABLE previous AS FROM previous_{table}")
        yield _compare_with_previous(con, table, Note(f"rebuilt_{table}", {"days": len(rebuilt_days)}))


def _compare_with_previous(con: duckdb.DuckDBPyConnection, table: str, subject: Note) -> Comparison:
    """Compare a table with `previous`, and drop the latter."""
    query = f"(FROM previous EXCEPT ALL FROM {table}) UNION ALL (FROM {table} EXCEPT ALL FROM previous)"
    differing_rows = con.execute(query).fetchmany(1000)
    rank_from = None
    if differing_rows and table in MARTS:
        [(rank_from,)] = con.execute(f"SELECT min(date) FROM ({query})").fetchall()
    con.execute("DROP TABLE previous")
    example = str(tuple(map(str, differing_rows[0]))) if differing_rows else ""
    return Comparison(subject, len(differing_rows), example, rank_from)


def find_next_step(con: duckdb.DuckDBPyConnection, failures: Sequence[Comparison]) -> Note:
    """Return what to do about failing comparisons. An earlier release may have ranked boards otherwise."""
    if day := find_unfinished_forget(con):
        return Note("forget_interrupted", {"date": str(day)})
    days = [failure.rank_from for failure in failures if failure.rank_from]
    if days and len(days) == len(failures):
        return Note("rank_again", {"date": str(min(days))})
    return Note("rebuild_or_restore")


def verify_spools(root: Path) -> Iterator[Comparison]:
    """Verify the checksums of all spooled pages."""
    pages = damaged_pages = 0
    example = ""
    for day, _ in list_spooled_days(root):
        for spool in iter_finished_spools(root, day):
            for page in spool.pages:
                page_is_whole = is_page_intact(spool.folder, page)
                pages, damaged_pages = pages + 1, damaged_pages + (not page_is_whole)
                example = example or ("" if page_is_whole else f"{day}: {page.file}")
    yield Comparison(Note("spooled_pages", {"pages": pages}), damaged_pages, example)


def verify_published(con: duckdb.DuckDBPyConnection, published: Path) -> Iterator[Comparison]:
    """Verify that the published file has the warehouse's days and boards."""
    query = statement("verify/days_and_boards")
    if not published.exists():
        yield Comparison(Note("published_exists"), 1, str(published))
        return
    try:
        with duckdb.connect(str(published), read_only=True) as copy:
            file_rows = set(copy.execute(query).fetchall())
    except duckdb.Error as error:
        yield Comparison(Note("published_opens"), 1, str(error).splitlines()[0])
        return
    differing_rows = file_rows ^ set(con.execute(query).fetchall())
    days = sorted({str(row[1]) for row in differing_rows})
    yield Comparison(Note("published_days_and_boards"), len(differing_rows), ", ".join(days[:5]))
