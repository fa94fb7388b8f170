"""Past months, folded: years of history in little room, and any day of them still a day that can be asked for or replaced.

What belongs here: moving rows from `store.daily` to `store.spell`. What does not: what the rows say (load.py, derived_history.py);
`store.fact` shows them alike before and after.
"""

import datetime as dt

import duckdb

from pipeline.config import latest_day
from pipeline.sql import statement
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.repo_columns import repo_statement

SETTLING_DAYS = 7  # days after the end of a month: until then its days are likely to be run again
RECOMPACTION_DAYS = 5  # days loaded into a folded month; fewer cost less room than folding again costs time
REPOS_PER_BATCH = 1 << 18  # repos whose month is held in memory: a stretch of store.daily


def compact_past_months(con: duckdb.DuckDBPyConnection) -> list[dt.date]:
    """Fold the months that are due, each in a transaction of its own; the first days of those that were."""
    parameters = {"settled": SETTLING_DAYS, "several": RECOMPACTION_DAYS, "latest": latest_day()}
    due_months = con.execute(statement("compaction/due_months"), parameters).fetchall()
    for (month,) in due_months:
        compact_month(con, month)
    return [month for (month,) in due_months]


def compact_month(con: duckdb.DuckDBPyConnection, month: dt.date) -> None:
    """Fold all that is loaded of a month (given by its first day), what was folded before included."""
    parameters = {"month": month}
    in_month = "date >= $month AND date < CAST($month AS DATE) + INTERVAL 1 MONTH"
    with transaction(con):
        last_repo = con.execute("SELECT coalesce(max(repo), 0) FROM store.repo").fetchall()[0][0]
        last_rowid = con.execute("SELECT max(rowid) FROM store.spell WHERE month = $month", parameters).fetchall()[0][0]
        for first in range(1, last_repo + 1, REPOS_PER_BATCH):
            con.execute(repo_statement("compaction/insert_spells"), {**parameters, "from": first, "to": first + REPOS_PER_BATCH - 1})
        if last_rowid is not None:
            con.execute(
                "DELETE FROM store.spell WHERE month = $month AND rowid <= $last", {**parameters, "last": last_rowid}
            )
        con.execute(statement("compaction/insert_answers"), parameters)
        con.execute(f"DELETE FROM store.folded WHERE {in_month}", parameters)
        con.execute(statement("compaction/insert_folded_days"), parameters)
        con.execute(f"DELETE FROM store.daily WHERE {in_month}", parameters)
