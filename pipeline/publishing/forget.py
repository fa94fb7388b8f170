"""A day taken out of the warehouse, as if it had never been observed; everything derived is made again."""

import datetime as dt
from collections.abc import Callable

import duckdb

from pipeline.config import Settings
from pipeline.errors import WrongDay
from pipeline.marts.build import follow_featured, note_movers, rank_day, total_categories
from pipeline.marts.lineage import trace_families
from pipeline.marts.scorecard import judge_boards
from pipeline.publishing.publish import unfinished_forget
from pipeline.sql import statement
from pipeline.warehouse.connection import set_about, transaction
from pipeline.warehouse.derived_history import restate_all
from pipeline.warehouse.load import forget_unused

OBSERVED = (
    "daily",
    "folded",
    "answer",
    "snapshot",
    "lookup",
    "reject",
    "private",
    "lineup",
    "left_out",
    "anomaly",
)  # tables of the schema `store`
DERIVED = ("trends", "boards", "movers", "featured", "category_daily", "scorecard")
REACH = 33  # days: a board looks back 28 days, and the place of 30 days ago a little further


def forget_day(
    con: duckdb.DuckDBPyConnection,
    day: dt.date,
    report: Callable[[str], None] = lambda doing: None,
    places: int = Settings.board_places,
) -> list[dt.date]:
    """Delete the day; the later days whose boards were made again, because they looked back at it.

    Marks, events and the repos' first and last days are derived again from the days that stay. Raises WrongDay when the
    warehouse does not have the day; then nothing was changed.
    """
    here = {"date": day}
    if con.execute("SELECT 1 FROM store.snapshot WHERE date = $date LIMIT 1", here).fetchall():
        _delete_day(con, day, report)
    elif unfinished_forget(con) != day:
        raise WrongDay(f"The warehouse has no snapshot of {day}. Nothing was changed.")
    later = con.execute(statement("publishing/days_after"), {**here, "reach": REACH})
    days = [found for (found,) in later.fetchall()]
    for number, found in enumerate(days):
        report(f"boards of {found} ({number + 1} of {len(days)})")
        rank_day(con, found, places)
        total_categories(con, found)
        follow_featured(con, found)
    for found in days:
        note_movers(con, found)
        judge_boards(con, found)
    return days


def finish_forgetting(con: duckdb.DuckDBPyConnection) -> None:
    """Note that the history is published without the day."""
    con.execute("DELETE FROM store.about WHERE key = 'forgetting'")


def _delete_day(con: duckdb.DuckDBPyConnection, day: dt.date, report: Callable[[str], None]) -> None:
    """Delete what was observed and made of the day, and derive marks, events and the repos' spans again, in one transaction."""
    here = {"date": day}
    report(f"deleting {day}, and deriving marks and events again")
    con.execute(statement("load/stage_replaced_rows"), here)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE matched_row (repo INTEGER, version USMALLINT)"
    )  # nothing takes the rows' place
    ranked = con.execute("SELECT DISTINCT oid FROM trends WHERE date = $date", here).fetchall()
    oids = [oid for (oid,) in ranked]
    with transaction(con):
        set_about(con, "forgetting", day.isoformat())  # until it is published: an interrupted command goes on from here
        for table in [*(f"store.{name}" for name in OBSERVED), *DERIVED]:
            con.execute(f"DELETE FROM {table} WHERE date = $date", here)
        # figures of boards that were measured by what the day showed, and of how steady the next day's boards were
        con.execute("DELETE FROM scorecard WHERE date + horizon_days = $date", here)
        con.execute("DELETE FROM scorecard WHERE horizon_days = 0 AND date = CAST($date AS DATE) + 1", here)
        con.execute("DELETE FROM movers WHERE date = CAST($date AS DATE) + 1", here)
        forget_unused(con)
        restate_all(con)
        _trace_families_again(con, oids)
    for table in ("matched_row", "replaced_row", "unused_description"):
        con.execute(f"DROP TABLE temp.{table}")


def _trace_families_again(con: duckdb.DuckDBPyConnection, oids: list[str]) -> None:
    """Restore `families` of the repos that were on the day's boards to what the last of the other boards with them says."""
    con.execute("DELETE FROM families WHERE oid NOT IN (SELECT t.oid FROM trends t)")
    [(since,)] = con.execute(statement("publishing/last_day_with_all"), {"oids": oids}).fetchall()
    # in order, since each day overwrites what earlier ones said of the repos on its boards
    query = "SELECT DISTINCT date FROM trends WHERE date >= $since ORDER BY date"
    for (found,) in con.execute(query, {"since": since}).fetchall() if since else []:
        trace_families(con, found)
