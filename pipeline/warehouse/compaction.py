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

SETTLED = 7  # days after the end of a month: until then its days are likely to be run again
SEVERAL = 5  # days loaded into a folded month; fewer cost less room than folding again costs time
AT_ONCE = 1 << 18  # repos whose month is held in memory: a stretch of store.daily


def fold_past_months(con: duckdb.DuckDBPyConnection) -> list[dt.date]:
    """Fold the months that are due, each in a transaction of its own; the first days of those that were."""
    given = {"settled": SETTLED, "several": SEVERAL, "latest": latest_day()}
    due = con.execute(statement("compaction/due_months"), given).fetchall()
    for (month,) in due:
        fold(con, month)
    return [month for (month,) in due]


def fold(con: duckdb.DuckDBPyConnection, month: dt.date) -> None:
    """Fold all that is loaded of a month (given by its first day), what was folded before included."""
    here = {"month": month}
    within = "date >= $month AND date < CAST($month AS DATE) + INTERVAL 1 MONTH"
    with transaction(con):
        repos = con.execute("SELECT coalesce(max(repo), 0) FROM store.repo").fetchall()[0][0]
        folded_before = con.execute("SELECT max(rowid) FROM store.spell WHERE month = $month", here).fetchall()[0][0]
        for first in range(1, repos + 1, AT_ONCE):
            con.execute(repo_statement("compaction/insert_spells"), {**here, "from": first, "to": first + AT_ONCE - 1})
        if folded_before is not None:
            con.execute(
                "DELETE FROM store.spell WHERE month = $month AND rowid <= $last", {**here, "last": folded_before}
            )
        con.execute(statement("compaction/insert_answers"), here)
        con.execute(f"DELETE FROM store.folded WHERE {within}", here)
        con.execute(statement("compaction/insert_folded_days"), here)
        con.execute(f"DELETE FROM store.daily WHERE {within}", here)
