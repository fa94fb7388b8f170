"""What is computed from the observed rows, a day at a time: boards, featured models, totals. One transaction each."""

import datetime as dt

import duckdb
import polars as pl

from pipeline.boards.boards import boards
from pipeline.sql import statement
from pipeline.warehouse.connection import transaction


def rank_day(con: duckdb.DuckDBPyConnection, day: dt.date) -> pl.DataFrame:
    """Replace the day's boards and correct what later boards say of it. The boards' rows, as stored in `trends`."""
    _members(con, day)
    frame = boards(con.sql(statement("marts/likes"), params={"date": day}).pl())
    board = frame.with_columns(date=pl.lit(day))
    with transaction(con):
        con.execute("DELETE FROM trends WHERE date = $date", {"date": day})
        con.register("board", board.to_arrow())
        con.execute(statement("marts/trends"), {"date": day})
        con.unregister("board")
        con.execute(statement("marts/later_ranks"), {"date": day})
    return board


def follow_featured(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's featured models; how many there are."""
    return _replace(con, day, "featured")


def total_categories(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's category totals; how many categories have any."""
    return _replace(con, day, "category_daily")


def _replace(con: duckdb.DuckDBPyConnection, day: dt.date, table: str) -> int:
    _members(con, day)
    with transaction(con):
        con.execute(f"DELETE FROM {table} WHERE date = $date", {"date": day})
        con.execute(statement(f"marts/{table}"), {"date": day})
    row = con.execute(f"SELECT count(*) FROM {table} WHERE date = $date", {"date": day}).fetchone()
    return row[0] if row else 0


def _members(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    con.execute(statement("marts/members"), {"date": day})
