"""What is computed from the observed rows, a day at a time: boards, featured models, totals. One transaction each."""

import datetime as dt

import duckdb
import polars as pl

from pipeline.boards.boards import boards, contenders, populations, scored
from pipeline.boards.notes import standings
from pipeline.boards.scorecard import lineups
from pipeline.boards.thresholds import FALSE_DISCOVERIES
from pipeline.errors import WrongDay
from pipeline.settings import Guards
from pipeline.sql import statement
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.kinship import trace_families

LEAST_LIKES = 10  # of a day that may be a record
LEAST_DAYS = 14  # that it is compared with


def require_day(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Nothing is made of a day that was never observed: WrongDay."""
    if not con.execute("SELECT 1 FROM store.snapshot WHERE date = $date LIMIT 1", {"date": day}).fetchall():
        raise WrongDay(
            f"The warehouse holds no snapshot of {day}, so nothing can be made of it; materialize crawl, models and datasets of "
            f"that day first, if it is today or its pages are kept. Nothing was changed."
        )


def rank_day(con: duckdb.DuckDBPyConnection, day: dt.date) -> pl.DataFrame:
    """Replace the day's boards and correct what later boards say of it. The boards' rows, as stored in `trends`."""
    board, standing, lineup = _ranked(con, day, Guards.from_env().board_places)
    with transaction(con):
        for table in ("trends", "boards", "store.lineup"):
            con.execute(f"DELETE FROM {table} WHERE date = $date", {"date": day})
        for name, frame, query in (
            ("board", board, statement("marts/trends")),
            ("standing", standing, "INSERT INTO boards BY NAME SELECT CAST($date AS DATE) AS date, * FROM standing ORDER BY category, board"),
            ("first", lineup, "INSERT INTO store.lineup BY NAME SELECT CAST($date AS DATE) AS date, * FROM first"),
        ):  # fmt: skip
            con.register(name, frame.to_arrow())
            con.execute(query, {"date": day})
            con.unregister(name)
        con.execute(statement("marts/later_ranks"), {"date": day})
        trace_families(con, day)
    return board


def _ranked(con: duckdb.DuckDBPyConnection, day: dt.date, kept: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The day's boards, what is said of each, and the baselines' lineups."""
    con.execute(statement("marts/members"), {"date": day})
    con.execute(statement("marts/usual"), {"date": day})
    con.execute("SET VARIABLE usual = (SELECT flatten(list(dates)) FROM usual)")
    con.execute(statement("marts/seen"), {"date": day})
    contending, population, lineup = _by_category(con, kept)
    # A connection keeps what lies in temporary tables in memory, and these are as long as the Hub.
    for table in ("member", "usual", "seen"):
        con.execute(f"DROP TABLE temp.{table}")
    con.register("contender", contending.to_arrow())
    con.execute(
        "SET VARIABLE week = (SELECT list(DISTINCT date) FROM store.snapshot WHERE date BETWEEN $date - 8 AND $date)",
        {"date": day},
    )
    week = con.execute(statement("marts/week"), {"date": day}).pl()
    board = boards(con.sql(statement("marts/contenders")).pl(), week, kept)
    con.unregister("contender")
    facts = con.execute(statement("marts/day_facts"), {"date": day}).pl()
    return board, standings(board, population, facts), lineup


def note_movers(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace what moved on the day, and on the day after, which is compared with it; how many there are of the day."""
    with transaction(con):
        for moved in (day, day + dt.timedelta(1)):
            if not _count(con, moved, "trends"):
                continue
            con.execute("DELETE FROM movers WHERE date = $date", {"date": moved})
            con.execute(
                statement("marts/movers"),
                {
                    "date": moved,
                    "false_discoveries": FALSE_DISCOVERIES,
                    "least_likes": LEAST_LIKES,
                    "least_days": LEAST_DAYS,
                },
            )
    return _count(con, day, "movers")


def _by_category(con: duckdb.DuckDBPyConnection, kept: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """`contenders`, `populations` and `lineups` of the rows of sql/marts/likes.sql; a category at a time, to need the memory of one."""
    made: list[tuple[pl.DataFrame, ...]] = []
    for (category,) in con.execute("SELECT DISTINCT category FROM member ORDER BY category").fetchall() or [(None,)]:
        population = scored(con.execute(statement("marts/likes"), {"category": category}).pl())
        made.append((contenders(population, kept), populations(population), lineups(population)))
    first, second, third = (pl.concat(frames) for frames in zip(*made, strict=True))
    return first, second, third


def follow_featured(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's featured models, and correct the changes that later days tell; how many there are."""
    _replace(con, day, "featured")
    con.execute(statement("marts/featured_changes"), {"date": day})
    return _count(con, day, "featured")


def total_categories(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's category totals; how many categories have any."""
    return _replace(con, day, "category_daily")


def _replace(con: duckdb.DuckDBPyConnection, day: dt.date, table: str) -> int:
    with transaction(con):
        con.execute(f"DELETE FROM {table} WHERE date = $date", {"date": day})
        con.execute(statement(f"marts/{table}"), {"date": day})
    return _count(con, day, table)


def _count(con: duckdb.DuckDBPyConnection, day: dt.date, table: str) -> int:
    return con.execute(f"SELECT count(*) FROM {table} WHERE date = $date", {"date": day}).fetchall()[0][0]
