"""Compact past months, to save space; any day can still be queried or replaced.

Moves rows from `store.daily` to `store.daily_interval`; `store.fact` stays the same.
"""

import datetime as dt

import duckdb

from pipeline.config import latest_day
from pipeline.sql import statement
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.repo_columns import repo_statement

SETTLING_DAYS = 7  # days after a month's end until few of its days are re-run
RECOMPACTION_DAYS = 5  # days loaded into a compacted month; fewer are not worth compacting
REPOS_PER_BATCH = 1 << 18  # repos whose month fits in memory


def compact_past_months(con: duckdb.DuckDBPyConnection) -> list[dt.date]:
    """Compact due months, each in its own transaction; return their first days."""
    parameters = {"settling_days": SETTLING_DAYS, "recompaction_days": RECOMPACTION_DAYS, "latest": latest_day()}
    due_months = con.execute(statement("compaction/due_months"), parameters).fetchall()
    for (month,) in due_months:
        compact_month(con, month)
    return [month for (month,) in due_months]


def compact_month(con: duckdb.DuckDBPyConnection, month: dt.date) -> None:
    """Compact all loaded days of a month (its first day), including compacted ones."""
    parameters = {"month": month}
    in_month = "date >= $month AND date < CAST($month AS DATE) + INTERVAL 1 MONTH"
    with transaction(con):
        last_repo = con.execute("SELECT coalesce(max(repo), 0) FROM store.repo").fetchall()[0][0]
        last_rowid = con.execute(
            "SELECT max(rowid) FROM store.daily_interval WHERE month = $month", parameters
        ).fetchall()[0][0]
        for first in range(1, last_repo + 1, REPOS_PER_BATCH):
            con.execute(
                repo_statement("compaction/insert_intervals"),
                {**parameters, "from": first, "to": first + REPOS_PER_BATCH - 1},
            )
        if last_rowid is not None:
            con.execute(
                "DELETE FROM store.daily_interval WHERE month = $month AND rowid <= $last",
                {**parameters, "last": last_rowid},
            )
        con.execute(statement("compaction/insert_observation_times"), parameters)
        con.execute(f"DELETE FROM store.compacted_day WHERE {in_month}", parameters)
        con.execute(statement("compaction/insert_compacted_days"), parameters)
        con.execute(f"DELETE FROM store.daily WHERE {in_month}", parameters)
