"""What is computed from the observed rows, a day at a time: boards, featured models, totals. One transaction each."""

import datetime as dt

import duckdb
import polars as pl

from pipeline.boards.boards import boards, contenders
from pipeline.sql import statement
from pipeline.warehouse.connection import transaction


def rank_day(con: duckdb.DuckDBPyConnection, day: dt.date) -> pl.DataFrame:
    """Replace the day's boards and correct what later boards say of it. The boards' rows, as stored in `trends`."""
    _members(con, day)
    con.execute(statement("marts/usual"), {"date": day})
    con.execute("SET VARIABLE usual = (SELECT flatten(list(dates)) FROM usual)")
    con.execute(statement("marts/seen"), {"date": day})
    con.execute(statement("marts/likes"))
    con.register("contender", contenders(con.sql("FROM likes").pl()).to_arrow())
    # A connection keeps what lies in temporary tables in memory, and these are as long as the Hub.
    for table in ("member", "usual", "seen", "likes"):
        con.execute(f"DROP TABLE temp.{table}")
    board = boards(con.sql(statement("marts/contenders")).pl()).with_columns(date=pl.lit(day))
    con.unregister("contender")
    with transaction(con):
        con.execute("DELETE FROM trends WHERE date = $date", {"date": day})
        con.register("board", board.to_arrow())
        con.execute(statement("marts/trends"), {"date": day})
        con.unregister("board")
        con.execute(statement("marts/later_ranks"), {"date": day})
    return board


def follow_featured(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's featured models, and correct the changes that later days tell; how many there are."""
    _replace(con, day, "featured")
    con.execute(statement("marts/featured_changes"), {"date": day})
    return _count(con, day, "featured")


def total_categories(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's category totals; how many categories have any."""
    return _replace(con, day, "category_daily")


def _replace(con: duckdb.DuckDBPyConnection, day: dt.date, table: str) -> int:
    _members(con, day)
    with transaction(con):
        con.execute(f"DELETE FROM {table} WHERE date = $date", {"date": day})
        con.execute(statement(f"marts/{table}"), {"date": day})
    return _count(con, day, table)


def _count(con: duckdb.DuckDBPyConnection, day: dt.date, table: str) -> int:
    return con.execute(f"SELECT count(*) FROM {table} WHERE date = $date", {"date": day}).fetchall()[0][0]


def _members(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    con.execute(statement("marts/members"), {"date": day})
