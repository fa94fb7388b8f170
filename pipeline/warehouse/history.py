"""What follows from a day's rows for the days beside it: whether counters stood still or fell, and what changed with a repo.

What belongs here: `store.cohort`, `store.mark`, `store.event` and `store.vanished`, each a pure function of all that was observed, kept up to
date as days come, in whatever order. What does not: the rows themselves (load.py).
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from math import sqrt
from statistics import median

import duckdb

from pipeline.sql import statement

DERIVED = ("cohort", "mark", "event", "vanished")
REMEMBERED = 28  # snapshots from which a cohort's usual share is taken
FEW = 20  # repos; of fewer it cannot be told whether they stand still
STILL = 0.5  # of the usual share; from one weekday to another it varies by less
SIGMAS = 4.0  # below the usual number, as chance alone would have it once in thirty thousand times


@contextmanager
def restating(con: duckdb.DuckDBPyConnection, day: dt.date) -> Iterator[None]:
    """Bring marks and events up to date after `day` was replaced; inside the transaction that did it.

    Wants the temporary tables of the load (`placed`, `replaced`, `replaced_snapshot`). In the block, what no day uses any
    more is removed: that has to wait until it is known whose events it concerns.
    """
    here = {"date": day}
    if con.execute("SELECT count(*) FROM store.snapshot WHERE date <> $date", here).fetchall() == [(0,)]:
        yield  # a day alone has no day beside it
        return
    con.execute("DELETE FROM store.cohort WHERE date = $date", here)
    _around(con, day, "placed")
    con.execute(statement("history/cohorts"))
    con.execute(statement("history/affected"), here)
    later = {
        after for (after,) in con.execute("SELECT DISTINCT after FROM neighbour WHERE after IS NOT NULL").fetchall()
    }
    if later:
        con.execute(statement("history/stragglers"), here)
    yield
    for after in later:
        con.execute("DELETE FROM store.cohort WHERE date = $date", {"date": after})
        _around(con, after)
        con.execute(statement("history/cohorts"))
    for marked in sorted({day, *later, *judge(con)}):
        if later or marked != day:
            _around(con, marked)
        _mark(con, marked)
    if later:
        con.execute("DELETE FROM store.mark m USING straggler s WHERE m.repo = s.repo AND m.date = s.date")
        con.execute(
            "INSERT INTO store.mark BY NAME SELECT date, repo, 'rolled_back' AS status FROM straggler WHERE fell"
        )
    con.execute(statement("history/contested"))
    newest = not later and con.execute("SELECT count(*) FROM replaced").fetchall() == [(0,)]
    con.execute(statement("history/last_rows" if newest else "history/all_rows"))
    since = {"from": day if newest else dt.date.min}
    con.execute("DELETE FROM store.event e USING affected a WHERE e.repo = a.repo AND e.date >= $from", since)
    con.execute(statement("history/events"), since)
    con.execute(statement("history/back_again"), here)
    con.execute(statement("history/vanished"))


def restate_all(con: duckdb.DuckDBPyConnection) -> None:
    """Make cohorts, marks and events anew from all days; inside a transaction."""
    days = [day for (day,) in con.execute("SELECT DISTINCT date FROM store.snapshot ORDER BY date").fetchall()]
    for table in DERIVED:
        con.execute(f"DELETE FROM store.{table}")
    for day in days:
        _around(con, day)
        con.execute(statement("history/cohorts"))
    judge(con)
    for day in days:
        _around(con, day)
        _mark(con, day)
    con.execute("CREATE OR REPLACE TEMP TABLE affected AS SELECT repo FROM store.repo")
    for name in ("contested", "all_rows"):
        con.execute(statement(f"history/{name}"))
    con.execute(statement("history/events"), {"from": dt.date.min})
    con.execute(statement("history/vanished"))


def _mark(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    here = {"date": day}
    con.execute(statement("history/moved_share"), here)
    con.execute(statement("history/earlier"), here)
    con.execute("DELETE FROM store.mark WHERE date = $date", here)
    con.execute(statement("history/marks"), here)


def _around(
    con: duckdb.DuckDBPyConnection, day: dt.date, present: str = "(FROM store.counted WHERE date = getvariable('day'))"
) -> None:
    """Make `neighbour` and `around`. `present`: the day's rows, where they can be had faster than from the transaction that wrote them."""
    con.execute("SET VARIABLE day = $date", {"date": day})
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW present AS SELECT kind, repo, version, downloads, downloads_all_time FROM {present}"
    )
    con.execute(statement("history/neighbour"), {"date": day})
    con.execute(
        "SET VARIABLE beside = (SELECT list(date) FROM (SELECT unnest([before, after]) AS date FROM neighbour))"
    )
    con.execute(statement("history/around"))


def judge(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """Judge every cohort of every day by what was usual with it before; the days on which the verdict is another now."""
    rows = con.execute(
        "SELECT date, kind, cohort, repos, moved, usual, frozen, sum(moved) OVER day / sum(repos) OVER day AS of_all "
        "FROM store.cohort WINDOW day AS (PARTITION BY date, kind) ORDER BY date"
    ).fetchall()
    before: dict[tuple[str, int], list[float]] = {}
    changed = set()
    for date, kind, cohort, repos, moved, was_usual, was_frozen, of_all in rows:
        shares = before.setdefault((kind, cohort), [])
        usual = median(shares[-REMEMBERED:]) if shares else None
        frozen = stood_still(repos, moved, of_all or 1.0 if usual is None else usual)
        if not frozen and repos >= FEW:
            shares.append(moved / repos)
        if (usual, frozen) != (was_usual, was_frozen):
            con.execute(
                "UPDATE store.cohort SET usual = $usual, frozen = $frozen WHERE date = $date AND kind = $kind AND cohort = $cohort",
                {"usual": usual, "frozen": frozen, "date": date, "kind": kind, "cohort": cohort},
            )
        if frozen != was_frozen:
            changed.add(date)
    return changed


def stood_still(repos: int, moved: int, usual: float) -> bool:
    """Whether `moved` of `repos` is far too few where a share of `usual` moves from one snapshot to the next.

    Where nothing is usual yet, callers give the share of all cohorts on that day, and 1 where none moved at all.
    """
    expected = repos * usual
    chance = sqrt(expected * (1 - usual))
    return repos >= FEW and moved <= STILL * expected and moved < expected - SIGMAS * chance
