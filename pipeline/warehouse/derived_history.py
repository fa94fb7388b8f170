"""What follows from a day's rows for the days beside it: whether counters can be believed, and what changed with a repo.

What belongs here: the tables of `DERIVED`, each a pure function of all that was observed, kept up to date as days come, in whatever
order. What does not: the rows themselves (load.py), and the verdicts on a day's statistics (soundness.py).
"""

import datetime as dt
from dataclasses import dataclass

import duckdb
import polars as pl

from pipeline.sql import registered, statement
from pipeline.warehouse.repo_columns import repo_statement
from pipeline.warehouse.soundness import BUSY, LASTING, judge_cohorts, judge_levels, low_marks

DERIVED = ("level", "cohort", "mark", "purge", "event", "vanished")
LOW = {"date": pl.Date, "repo": pl.Int32, "status": pl.String, "highest": pl.Int64, "times": pl.Int32}
# days in which likes that were taken away may come back, and for which a repo that was not listed is remembered
REACH = 8
# Likes were taken away: from `few` repos and a `share` of those that had `liked` likes, or from one repo more than `taken_back` and half a
# percent. They are back when about as many come at once, `back` of them at least.
PURGE = {"liked": 5, "few": 10, "share": 0.1, "taken_back": 5, "back": 0.8, "reach": REACH}


@dataclass(frozen=True)
class Affected:
    """The days beside a replaced one that it affects. `later`: the next day of each scope; `judged`: days, with a counter, whose verdict changed."""

    later: set[dt.date]
    judged: list[tuple[dt.date, str]]


def find_affected(con: duckdb.DuckDBPyConnection, day: dt.date) -> Affected | None:
    """Measure `day` after it was replaced, inside the transaction that did it; None where no day lies beside it.

    Wants the temporary tables of the load (`matched_row`, `replaced_row`, `replaced_snapshot`), and leaves `affected`: the repos whose events
    may change. Remove what no day uses any more after this, and before `restate_day`.
    """
    here = {"date": day}
    _measure_levels(con, day, "matched_row")
    judged = judge_levels(con)
    if con.execute("SELECT count(*) FROM store.snapshot WHERE date <> $date", here).fetchall() == [(0,)]:
        return None
    _compare(con, day, "matched_row")
    con.execute(statement("derived_history/stage_affected_repos"), here)
    later = con.execute("SELECT DISTINCT after FROM neighbor_day WHERE after IS NOT NULL").fetchall()
    return Affected({after for (after,) in later}, [(date, counter) for date, counter in judged if date != day])


def restate_day(con: duckdb.DuckDBPyConnection, day: dt.date, affected: Affected) -> None:
    """Bring marks and events up to date after `day` was replaced; inside the transaction that did it."""
    newest = not affected.later and con.execute("SELECT count(*) FROM replaced_row").fetchall() == [(0,)]
    _restate_marks(con, day, affected)
    _restate_events(con, day, newest=newest)


def _restate_marks(con: duckdb.DuckDBPyConnection, day: dt.date, affected: Affected) -> None:
    later, judged_again = affected.later, {date for date, _ in affected.judged}
    if later:
        con.execute(statement("derived_history/stage_irregular_repos"), {"date": day})
    else:
        _mark_low(con, day)
    compared = _compare_later(con, day, later | judged_again | _following(con, judged_again))
    counted_again = any(counter == "downloads_all_time" for _, counter in affected.judged)
    if counted_again:
        con.execute("CREATE OR REPLACE TEMP TABLE irregular_repo AS SELECT repo FROM store.repo")
    changed = _mark_low_again(con) if later or counted_again else set[dt.date]()
    frozen = {day, *later, *judged_again, *_following(con, judged_again), *judge_cohorts(con)} | changed
    shown = compared[-1] if compared else day  # the day of `compared_row`, which is expensive to make
    for marked in [*sorted(frozen - {day}), day]:
        if marked != shown:
            _around(con, marked)
            shown = marked
        _mark_frozen(con, marked)


def _restate_events(con: duckdb.DuckDBPyConnection, day: dt.date, *, newest: bool) -> None:
    """`newest`: the day replaced none and no day is later, so that only its own events are new."""
    con.execute(statement("derived_history/stage_contested_repos"))
    if newest:
        observations = "last_observation"
        con.execute(statement("derived_history/stage_last_observations"))
    else:
        observations = "all_observation"
        con.execute(statement("derived_history/stage_all_observations"))
    since = {"from": day if newest else dt.date.min}
    con.execute(statement("derived_history/delete_events"), since)
    con.execute(repo_statement("derived_history/insert_events"), {**since, "observations": observations})
    con.execute(statement("derived_history/delete_returned"), {"date": day})
    con.execute(repo_statement("derived_history/insert_vanished"))


def restate_all(con: duckdb.DuckDBPyConnection) -> None:
    """Make all that is derived here anew from all days; inside a transaction."""
    days = [day for (day,) in con.execute("SELECT DISTINCT date FROM store.snapshot ORDER BY date").fetchall()]
    for table in DERIVED:
        con.execute(f"DELETE FROM store.{table}")
    for day in days:
        _measure_levels(con, day)
    judge_levels(con)
    for day in days:
        _compare(con, day)
        _mark_low(con, day)
    judge_cohorts(con)
    for day in days:
        _around(con, day)
        _mark_frozen(con, day)
    con.execute("CREATE OR REPLACE TEMP TABLE affected_repo AS SELECT repo FROM store.repo")
    for name in ("stage_contested_repos", "stage_all_observations"):
        con.execute(statement(f"derived_history/{name}"))
    con.execute(
        repo_statement("derived_history/insert_events"), {"from": dt.date.min, "observations": "all_observation"}
    )
    con.execute(repo_statement("derived_history/insert_vanished"))


def _measure_levels(con: duckdb.DuckDBPyConnection, day: dt.date, present: str | None = None) -> None:
    """Count the day's known and positive counters."""
    con.execute("DELETE FROM store.level WHERE date = $date", {"date": day})
    _present(con, day, present)
    con.execute(statement("derived_history/insert_levels"), {"date": day})


def _compare(con: duckdb.DuckDBPyConnection, day: dt.date, present: str | None = None) -> None:
    """Make `compared_row`, and what it tells of the day without any day before its neighbour."""
    here = {"date": day}
    for table in ("cohort", "purge"):
        con.execute(f"DELETE FROM store.{table} WHERE date = $date", here)
    _around(con, day, present)
    [(since,)] = con.execute(statement("derived_history/days_looked_back"), {**here, "reach": REACH}).fetchall()
    con.execute(statement("derived_history/stage_earlier_counters"), {**here, "since": since})
    con.execute(statement("derived_history/insert_cohorts"), {"busy": BUSY})
    con.execute(statement("derived_history/insert_purges"), {**here, **PURGE})
    con.execute(statement("derived_history/update_changed_counter_share"), here)


def _compare_later(con: duckdb.DuckDBPyConnection, day: dt.date, touched: set[dt.date]) -> list[dt.date]:
    """Compare those days again that `touched` names, and those that may rest on what `day` or one of them now says of likes."""
    dates = con.execute(
        "SELECT DISTINCT date FROM store.snapshot WHERE date <> $date ORDER BY date", {"date": day}
    ).fetchall()
    doubted = {date for (date,) in con.execute("SELECT date FROM store.unsound WHERE counter = 'likes'").fetchall()}
    purges = "SELECT repo, likes FROM store.purge WHERE date = $date ORDER BY repo"
    until = day + dt.timedelta(REACH)  # the last day that may rest on a change
    compared: list[dt.date] = []
    for (date,), following in zip(dates, [*dates[1:], (day,)], strict=True):
        if (
            date in doubted and day < date <= until
        ):  # sql/derived_history/days_looked_back.sql: the days after look further back
            until = max(until, date + dt.timedelta(REACH), *following)
        if date in touched or ((compared or touched) and day < date <= until):
            before = con.execute(purges, {"date": date}).fetchall()
            _compare(con, date)
            compared.append(date)
            if con.execute(purges, {"date": date}).fetchall() != before:
                until = max(until, date + dt.timedelta(REACH))
    return compared


def _mark_low(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Mark who is below its highest counter on the last of the days; wants `_compare` of that day, and the marks of all days before."""
    here = {"date": day}
    con.execute("DELETE FROM store.mark WHERE date = $date AND status <> 'frozen'", here)
    con.execute(statement("derived_history/insert_low_marks"), {**here, "lasting": LASTING})


def _mark_low_again(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """Mark all days of the repos in `irregular_repo`; the days on which the marks are others now."""
    con.execute(statement("derived_history/stage_previous_marks"))
    con.execute(statement("derived_history/delete_low_marks"))
    marks = list(low_marks(con.execute(statement("derived_history/fallen_counters")).fetchall()))
    if marks:
        with registered(con, "low_mark", pl.DataFrame(marks, schema=LOW, orient="row").to_arrow()):
            con.execute("INSERT INTO store.mark BY NAME FROM low_mark")
    return {date for (date,) in con.execute(statement("derived_history/days_of_changed_marks")).fetchall()}


def _mark_frozen(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    con.execute("DELETE FROM store.mark WHERE date = $date AND status = 'frozen'", {"date": day})
    con.execute(statement("derived_history/insert_frozen_marks"), {"date": day})


def _following(con: duckdb.DuckDBPyConnection, days: set[dt.date]) -> set[dt.date]:
    """The snapshots right after some days."""
    if not days:
        return set()
    following = con.execute(statement("derived_history/next_snapshots"), {"days": sorted(days)})
    return {date for (date,) in following.fetchall()}


def _present(con: duckdb.DuckDBPyConnection, day: dt.date, present: str | None) -> None:
    """Make `present_row`, the day's rows. `present`: a table that has them, faster to read than the transaction that wrote them."""
    rows = present or f"store.counted WHERE date = DATE '{day}'"  # a view takes no parameters
    columns = "kind, repo, version, downloads, downloads_all_time, likes, trending_score"
    con.execute(f"CREATE OR REPLACE TEMP VIEW present_row AS SELECT {columns} FROM {rows}")


def _around(con: duckdb.DuckDBPyConnection, day: dt.date, present: str | None = None) -> None:
    """Make `neighbor_day` and `compared_row`."""
    _present(con, day, present)
    con.execute(statement("derived_history/stage_neighbor_days"), {"date": day})
    neighbors = con.execute("SELECT before, after FROM neighbor_day").fetchall()
    dates = sorted({date for pair in neighbors for date in pair if date})
    con.execute(statement("derived_history/stage_compared_rows"), {"dates": dates})
