"""Derive from neighboring days which counters are trustworthy and what changed in each repo.

Each of `DERIVED_TABLES` is a pure function of all observations, whatever order days are loaded in. Not here: loading
rows (load.py), verdicts on a day's statistics (soundness.py).
"""

import datetime as dt
from dataclasses import dataclass

import duckdb
import polars as pl

from pipeline.sql import register_frame, statement
from pipeline.warehouse.repo_columns import repo_statement
from pipeline.warehouse.soundness import ACCEPTED_AFTER, BUSY_DOWNLOADS, assess_cohorts, assess_levels, find_low_marks

DERIVED_TABLES = ("level", "cohort", "mark", "purge", "event", "vanished")
LOW_MARK_SCHEMA = {"date": pl.Date, "repo": pl.Int32, "status": pl.String, "highest": pl.Int64, "times": pl.Int32}
# days in which removed likes may come back, and an unlisted repo is remembered
LOOKBACK_DAYS = 8
# The Hub removed likes: from `min_repos` repos and `min_share` of those with `min_likes`, or over `max_unlikes` and
# half a percent from one repo. They are back when at least `min_returned_share` return at once.
PURGE_LIMITS = {
    "min_likes": 5,
    "min_repos": 10,
    "min_share": 0.1,
    "max_unlikes": 5,
    "min_returned_share": 0.8,
    "lookback_days": LOOKBACK_DAYS,
}


@dataclass(frozen=True)
class AffectedDays:
    """The next day of each kind, and days and counters with new verdicts."""

    later_days: set[dt.date]
    changed_verdicts: list[tuple[dt.date, str]]


def find_affected_days(con: duckdb.DuckDBPyConnection, day: dt.date) -> AffectedDays | None:
    """Measure `day` after replacing it, in that transaction; None if it is the only day.

    Needs the load's temporary tables; creates `affected_repo`, repos whose events may change. Delete unused
    descriptions between this and `restate_day`.
    """
    parameters = {"date": day}
    _measure_levels(con, day, "matched_row")
    changed_verdicts = assess_levels(con)
    if con.execute("SELECT count(*) FROM store.snapshot WHERE date <> $date", parameters).fetchall() == [(0,)]:
        return None
    _compare_day(con, day, "matched_row")
    con.execute(statement("derived_history/stage_affected_repos"), parameters)
    later_days = con.execute("SELECT DISTINCT after FROM neighbor_day WHERE after IS NOT NULL").fetchall()
    return AffectedDays(
        {after for (after,) in later_days}, [(date, counter) for date, counter in changed_verdicts if date != day]
    )


def restate_day(con: duckdb.DuckDBPyConnection, day: dt.date, affected_days: AffectedDays) -> None:
    """Update marks and events after replacing `day`, in that transaction."""
    newest = not affected_days.later_days and con.execute("SELECT count(*) FROM replaced_row").fetchall() == [(0,)]
    _restate_marks(con, day, affected_days)
    _restate_events(con, day, newest=newest)


def _restate_marks(con: duckdb.DuckDBPyConnection, day: dt.date, affected_days: AffectedDays) -> None:
    later_days, reassessed_days = affected_days.later_days, {date for date, _ in affected_days.changed_verdicts}
    if later_days:
        con.execute(statement("derived_history/stage_irregular_repos"), {"date": day})
    else:
        _mark_low_counters(con, day)
    compared_days = _compare_later_days(
        con, day, later_days | reassessed_days | _find_next_snapshots(con, reassessed_days)
    )
    downloads_reassessed = any(counter == "downloads_all_time" for _, counter in affected_days.changed_verdicts)
    if downloads_reassessed:
        con.execute("CREATE OR REPLACE TEMP TABLE irregular_repo AS SELECT repo FROM store.repo")
    changed_days = _update_low_marks(con) if later_days or downloads_reassessed else set[dt.date]()
    days_to_mark = {
        day,
        *later_days,
        *reassessed_days,
        *_find_next_snapshots(con, reassessed_days),
        *assess_cohorts(con),
    } | changed_days
    staged_day = compared_days[-1] if compared_days else day  # the day of `compared_row`, expensive to build
    for marked_day in [*sorted(days_to_mark - {day}), day]:
        if marked_day != staged_day:
            _stage_neighbors(con, marked_day)
            staged_day = marked_day
        _mark_frozen_counters(con, marked_day)


def _restate_events(con: duckdb.DuckDBPyConnection, day: dt.date, *, newest: bool) -> None:
    """`newest`: the day is new and the last, so only its own events are new."""
    if con.execute("SELECT 1 FROM affected_repo LIMIT 1").fetchall():
        con.execute(statement("derived_history/stage_contested_repos"))
        _stage_listed_descriptions(con)
        if newest:
            observations = "last_observation"
            con.execute(statement("derived_history/stage_last_observations"))
        else:
            observations = "all_observation"
            con.execute(statement("derived_history/stage_all_observations"))
        parameters = {"from": day if newest else dt.date.min}
        con.execute(statement("derived_history/delete_events"), parameters)
        con.execute(repo_statement("derived_history/insert_events"), {**parameters, "observations": observations})
        if not newest:  # rows that the newest day identifies are moved first, and all days restated
            con.execute(statement("derived_history/insert_identified_events"))
    con.execute(statement("derived_history/delete_returned_repos"), {"date": day})
    con.execute(repo_statement("derived_history/insert_vanished_repos"))


def _stage_listed_descriptions(con: duckdb.DuckDBPyConnection) -> None:
    """Create `covered_selector` and `listed_description`: which lists ever crawled would have the affected repos."""
    for name in ("stage_selectors", "stage_listed_descriptions"):
        con.execute(statement(f"derived_history/{name}"))
    earlier_selectors = con.execute("SELECT number, kind, selector FROM covered_selector WHERE slug IS NULL").fetchall()
    for number, kind, selector in earlier_selectors:
        con.execute(
            statement("derived_history/insert_listed_descriptions"), {"number": number, "kind": kind, **selector}
        )


def shift_cohorts(con: duckdb.DuckDBPyConnection) -> None:
    """Count the earlier movements of adopting repos (`adoption`) by their true age. Before `find_affected_days`."""
    con.execute(statement("derived_history/stage_shifted_movements"), {"busy_downloads": BUSY_DOWNLOADS})
    con.execute(statement("derived_history/update_shifted_cohorts"))


def restate_adopting_repos(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Update marks and events of adopting repos on all days, after `restate_day`."""
    con.execute(statement("derived_history/update_shifted_marks"))
    con.execute("CREATE OR REPLACE TEMP TABLE affected_repo AS SELECT repo FROM adoption")
    _restate_events(con, day, newest=False)


def restate_all_days(con: duckdb.DuckDBPyConnection) -> None:
    """Rebuild all derived tables, inside a transaction."""
    days = [day for (day,) in con.execute("SELECT DISTINCT date FROM store.snapshot ORDER BY date").fetchall()]
    for table in DERIVED_TABLES:
        con.execute(f"DELETE FROM store.{table}")
    for day in days:
        _measure_levels(con, day)
    assess_levels(con)
    if days:  # the first one has nothing to compare with
        con.execute(statement("derived_history/update_changed_counter_share"), {"date": days[0]})
    if len(days) < 2:
        return
    for day in days[1:]:
        _compare_day(con, day)
        _mark_low_counters(con, day)
    assess_cohorts(con)
    frozen_days = con.execute("SELECT DISTINCT date FROM store.cohort WHERE frozen ORDER BY date").fetchall()
    for (day,) in frozen_days:
        _stage_neighbors(con, day)
        _mark_frozen_counters(con, day)
    con.execute("CREATE OR REPLACE TEMP TABLE affected_repo AS SELECT repo FROM store.repo")
    for name in ("stage_contested_repos", "stage_all_observations"):
        con.execute(statement(f"derived_history/{name}"))
    _stage_listed_descriptions(con)
    con.execute(
        repo_statement("derived_history/insert_events"), {"from": dt.date.min, "observations": "all_observation"}
    )
    con.execute(statement("derived_history/insert_identified_events"))
    con.execute(repo_statement("derived_history/insert_vanished_repos"))


def _measure_levels(con: duckdb.DuckDBPyConnection, day: dt.date, present_table: str | None = None) -> None:
    con.execute("DELETE FROM store.level WHERE date = $date", {"date": day})
    _define_present_rows(con, day, present_table)
    con.execute(statement("derived_history/insert_levels"), {"date": day})


def _compare_day(con: duckdb.DuckDBPyConnection, day: dt.date, present_table: str | None = None) -> None:
    """Create `compared_row` and derive what depends only on the day and the previous snapshot."""
    parameters = {"date": day}
    for table in ("cohort", "purge"):
        con.execute(f"DELETE FROM store.{table} WHERE date = $date", parameters)
    _stage_neighbors(con, day, present_table)
    [(since,)] = con.execute(
        statement("derived_history/lookback_start"), {**parameters, "lookback_days": LOOKBACK_DAYS}
    ).fetchall()
    con.execute(statement("derived_history/stage_earlier_counters"), {**parameters, "since": since})
    con.execute(statement("derived_history/insert_cohorts"), {"busy_downloads": BUSY_DOWNLOADS})
    con.execute(statement("derived_history/insert_purges"), {**parameters, **PURGE_LIMITS})
    con.execute(statement("derived_history/update_changed_counter_share"), parameters)


def _compare_later_days(con: duckdb.DuckDBPyConnection, day: dt.date, affected_days: set[dt.date]) -> list[dt.date]:
    """Compare again `affected_days` and days whose likes depend on them or `day`; return all compared days."""
    dates = con.execute(
        "SELECT DISTINCT date FROM store.snapshot WHERE date <> $date ORDER BY date", {"date": day}
    ).fetchall()
    unsound_days = {
        date for (date,) in con.execute("SELECT date FROM store.unsound WHERE counter = 'likes'").fetchall()
    }
    purge_query = "SELECT repo, likes FROM store.purge WHERE date = $date ORDER BY repo"
    last_affected_day = day + dt.timedelta(LOOKBACK_DAYS)  # last day that can change
    compared_days: list[dt.date] = []
    for (date,), next_row in zip(dates, [*dates[1:], (day,)], strict=True):
        if (
            date in unsound_days and day < date <= last_affected_day
        ):  # later days look further back: sql/derived_history/lookback_start.sql
            last_affected_day = max(last_affected_day, date + dt.timedelta(LOOKBACK_DAYS), *next_row)
        if date in affected_days or ((compared_days or affected_days) and day < date <= last_affected_day):
            previous_purges = con.execute(purge_query, {"date": date}).fetchall()
            _compare_day(con, date)
            compared_days.append(date)
            if con.execute(purge_query, {"date": date}).fetchall() != previous_purges:
                last_affected_day = max(last_affected_day, date + dt.timedelta(LOOKBACK_DAYS))
    return compared_days


def _mark_low_counters(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Mark repos below their highest counter. Needs `_compare_day`, and earlier days' marks."""
    parameters = {"date": day}
    con.execute("DELETE FROM store.mark WHERE date = $date AND status <> 'frozen'", parameters)
    con.execute(statement("derived_history/insert_low_marks"), {**parameters, "accepted_after": ACCEPTED_AFTER})


def _update_low_marks(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """Rebuild the marks of `irregular_repo`; return days with changed marks."""
    con.execute(statement("derived_history/stage_previous_marks"))
    con.execute(statement("derived_history/delete_low_marks"))
    marks = list(find_low_marks(con.execute(statement("derived_history/fallen_counters")).fetchall()))
    if marks:
        with register_frame(con, "low_mark", pl.DataFrame(marks, schema=LOW_MARK_SCHEMA, orient="row").to_arrow()):
            con.execute("INSERT INTO store.mark BY NAME FROM low_mark")
    return {date for (date,) in con.execute(statement("derived_history/days_of_changed_marks")).fetchall()}


def _mark_frozen_counters(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    con.execute("DELETE FROM store.mark WHERE date = $date AND status = 'frozen'", {"date": day})
    con.execute(statement("derived_history/insert_frozen_marks"), {"date": day})


def _find_next_snapshots(con: duckdb.DuckDBPyConnection, days: set[dt.date]) -> set[dt.date]:
    if not days:
        return set()
    next_snapshots = con.execute(statement("derived_history/next_snapshots"), {"days": sorted(days)})
    return {date for (date,) in next_snapshots.fetchall()}


def _define_present_rows(con: duckdb.DuckDBPyConnection, day: dt.date, present_table: str | None) -> None:
    """Create `present_row`, the day's rows.

    `present_table` has them too, and reads faster than rows written in this transaction.
    """
    source = present_table or f"store.counted WHERE date = DATE '{day}'"  # a view takes no parameters
    columns = "kind, repo, version, downloads, downloads_all_time, likes, trending_score"
    con.execute(f"CREATE OR REPLACE TEMP VIEW present_row AS SELECT {columns} FROM {source}")


def _stage_neighbors(con: duckdb.DuckDBPyConnection, day: dt.date, present_table: str | None = None) -> None:
    """Create `compared_row`; the day after is needed, and read, only of a day that is being replaced."""
    _define_present_rows(con, day, present_table)
    con.execute(statement("derived_history/stage_neighbor_days"), {"date": day})
    neighbors = con.execute(f"SELECT before, {'after' if present_table else 'NULL'} FROM neighbor_day").fetchall()
    dates = sorted({date for pair in neighbors for date in pair if date})
    con.execute(statement("derived_history/stage_compared_rows"), {"dates": dates})
