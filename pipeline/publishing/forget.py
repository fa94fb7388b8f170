"""Remove a day from the warehouse, as if it had never been observed."""

import datetime as dt
from collections.abc import Callable

import duckdb

from pipeline.config import Settings
from pipeline.errors import WrongDay
from pipeline.marts.day import LOOKBACK_DAYS, delete_marts, rebuild_marts
from pipeline.marts.lineage import trace_families
from pipeline.notes import Note
from pipeline.publishing.imported import list_board_days
from pipeline.publishing.publish import find_unfinished_forget
from pipeline.sql import statement
from pipeline.warehouse.connection import transaction, write_about
from pipeline.warehouse.day_rows import (
    delete_rows,
    delete_unused_descriptions,
    drop_temporary_tables,
    stage_removal,
)
from pipeline.warehouse.derived_history import restate_all_days
from pipeline.warehouse.identity import has_named_rows, identify_repos


def forget_day(
    con: duckdb.DuckDBPyConnection,
    day: dt.date,
    report: Callable[[str], None] = lambda doing: None,
    places: int = Settings.board_places,
) -> list[dt.date]:
    """Delete the day and rebuild later boards that looked back at it; return their days.

    Also recomputes marks, events, repos' first and last days, and which repos imported rows of a name belong to; if these change, rebuilds
    their last boards too. Raises WrongDay if the warehouse does not have the day.
    """
    parameters = {"date": day}
    identified_days = set[dt.date]()
    if con.execute("SELECT 1 FROM store.snapshot WHERE date = $date LIMIT 1", parameters).fetchall():
        identified_days = _delete_day(con, day, report)
    elif find_unfinished_forget(con) != day:
        raise WrongDay(Note("no_snapshot", {"date": str(day)}), Note("unchanged"))
    answer = con.execute(statement("publishing/days_after"), {**parameters, "reach": LOOKBACK_DAYS})
    later_days = sorted({*(later_day for (later_day,) in answer.fetchall()), *list_board_days(con, identified_days)})
    rebuild_marts(
        con,
        later_days,
        places,
        lambda step: report(f"{step.phase} {step.detail} ({step.position + 1} of {step.total})"),
    )
    return later_days


def reject_imported_day(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Raise WrongDay for a day that only imported sources have."""
    query = "SELECT bool_and(source IS NOT NULL), any_value(source) FROM store.snapshot WHERE date = $date"
    [(is_imported, source)] = con.execute(query, {"date": day}).fetchall()
    if is_imported:
        raise WrongDay(Note("forget_imported", {"date": str(day), "source": source}))


def finish_forgetting(con: duckdb.DuckDBPyConnection) -> None:
    """Clear the note of the removal, once it is published."""
    con.execute("DELETE FROM store.about WHERE key = 'forgetting'")


def _delete_day(con: duckdb.DuckDBPyConnection, day: dt.date, report: Callable[[str], None]) -> set[dt.date]:
    """Delete the day's rows and recompute derived history, in one transaction; return days whose rows belong to other repos since."""
    parameters = {"date": day}
    report(f"deleting {day}; rebuilding marks and events")
    stage_removal(con, [day])
    oid_rows = con.execute("SELECT DISTINCT oid FROM trends WHERE date = $date", parameters).fetchall()
    oids = [oid for (oid,) in oid_rows]
    with transaction(con):
        write_about(con, "forgetting", day.isoformat())  # lets an interrupted command resume
        _record_forgotten_day(con, day)
        delete_rows(con, [day])
        delete_marts(con, day)
        delete_unused_descriptions(con)
        identified_days = identify_repos(con) if has_named_rows(con) else set[dt.date]()
        restate_all_days(con)
        _retrace_families(con, oids)
    drop_temporary_tables(con)
    return identified_days


def _record_forgotten_day(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Record the day, so that nothing reports it as lost."""
    earlier_days = {earlier_day for (earlier_day,) in con.execute(statement("publishing/forgotten_days")).fetchall()}
    write_about(con, "forgotten", f"[{', '.join(map(str, sorted({day, *earlier_days})))}]")


def _retrace_families(con: duckdb.DuckDBPyConnection, oids: list[str]) -> None:
    """Restore `families` of the day's repos from their last remaining boards."""
    con.execute("DELETE FROM families WHERE oid NOT IN (SELECT t.oid FROM trends t)")
    [(since,)] = con.execute(statement("publishing/last_day_with_all"), {"oids": oids}).fetchall()
    # in order: later days overwrite earlier ones
    query = "SELECT DISTINCT date FROM trends WHERE date >= $since ORDER BY date"
    for (board_day,) in con.execute(query, {"since": since}).fetchall() if since else []:
        trace_families(con, board_day)
