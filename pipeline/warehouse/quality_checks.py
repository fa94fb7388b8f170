"""Check a day: queries of sql/checks/ return what was expected and found.

Used by Dagster's asset checks and by `almanac status`, on the published file.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from pipeline.config import Settings
from pipeline.hub_api.fields import counts_downloads
from pipeline.kinds import KINDS, RepoKind
from pipeline.notes import Note, read_notes
from pipeline.ranking.registry import MAIN_BOARD, select_board_parameters
from pipeline.sql import statement

TOLERANCE = 2  # bad rows, however small the Hub
MIN_REPOS = 20  # repos; below this, any share may be missing
LEADERS_SHARE = 0.5  # lists' tops change daily, but not by half
MIN_MOVED_SHARE = 0.25  # of download counters; on an ordinary day over half change
MAX_ROLLED_BACK_SHARE = 0.05  # of repos below their highest counter, as in boards' notes


class CheckResult(NamedTuple):
    """One subject of a check. The texts of its notes are `check-<code>`."""

    subject: str
    expectation: Note
    actual: Note
    passes: bool


@dataclass(frozen=True)
class Check:
    """A test of an asset's day. `query`: a file of sql/checks/; if empty, the asset runs the check in Python.

    A failing check that is `blocking` stops publication; one that `withholds` leaves the failing part out
    (withholding.py). `kind`: of repo, for queries that need it.
    """

    name: str
    asset: str
    description: str
    query: str = ""
    kind: str = ""
    blocking: bool = False
    withholds: bool = False


def _build_repo_checks(kind: RepoKind) -> tuple[Check, ...]:
    asset = kind.plural
    checks = (
        Check("whole", asset, "The day has about as many repos as the last good day of its scope, and no list is cut by --limit.", "whole", kind.name),
        Check("unique_ids", asset, "Each repo (_id) appears once a day.", "unique_repos", kind.name, blocking=True),
        Check("null_shares", asset, "Counters are missing from no more rows than on the last good day.", "null_shares", kind.name, blocking=True),
        Check("counters_moved", asset, "The Hub refreshed its download counters since the last snapshot.", "counters_moved", kind.name),
        Check("counters_believed", asset, "Counters are plausible: not 0 for most repos, not below earlier values for many, and their totals do not jump.", "counters_believed", kind.name),
    )  # fmt: skip
    # only these have a daily refresh
    return tuple(check for check in checks if check.query != "counters_moved" or counts_downloads(kind.name))


CHECKS = (
    Check("documented_kept", "catalogue", "Every documented category and featured model is in the catalogue.", blocking=True),
    Check("hubs_day", "crawl", "The Hub's clock shows the partition's day.", blocking=True),
    Check("lists_answered", "crawl", "Every crawled list has rows."),
    *(check for kind in KINDS.values() for check in _build_repo_checks(kind)),
    Check("boards_whole", "trends", "Ranks run from 1 without gaps, scores never rise, and no row is missing.", "boards_whole", withholds=True),
    Check("categories_ranked", "trends", f"Every active category has an {MAIN_BOARD.name} board.", "categories_ranked"),
    Check("totals_sound", "category_daily", "Category totals are plausible: no negative sums, no more repos than the day has.", "totals_sound", withholds=True),
    Check("categories_counted", "category_daily", "Every active category has repos.", "categories_counted"),
    Check("movers_on_boards", "movers", "Repos that entered the top 10 are in it; those that left it are not.", "movers_on_boards", withholds=True),
    Check("figures_possible", "scorecard", "Figures are between 0 and 1, with their intervals in order.", "figures_possible", withholds=True),
    Check("featured_followed", "featured", "Every featured model has one row.", "featured_followed", withholds=True),
    Check("featured_found", "featured", "The Hub shows every featured model.", "featured_found"),
    Check("published_equal", "published", "The published file opens and matches the warehouse.", blocking=True),
    Check("links_lead", "site", "Every internal link of the site resolves to a file."),
)  # fmt: skip


def run_check(
    con: duckdb.DuckDBPyConnection, check: Check, day: dt.date, least_share: float = Settings.least_share
) -> list[CheckResult]:
    """Run a check's query on the day; if it withholds, add what was left out.

    Queries return a subject, two notes and whether it passes.
    """
    if check.query == "counters_believed" and not _has_total_column(con):
        return []
    query = statement(f"checks/{check.query}")
    known_values = {
        "date": day,
        "kind": check.kind,
        "least_share": least_share,
        "leaders_share": LEADERS_SHARE,
        "min_repos": MIN_REPOS,
        "tolerated_rows": TOLERANCE,
        "min_moved_share": MIN_MOVED_SHARE,
        "max_rolled_back_share": MAX_ROLLED_BACK_SHARE,
        **select_board_parameters(query),
    }
    parameters = {name: value for name, value in known_values.items() if f"${name}" in query}
    results = [_read_result(*row) for row in con.execute(query, parameters).fetchall()]
    return results + (_read_withheld_parts(con, check.asset, day) if check.withholds else [])


def _read_result(subject: str, expectation: object, actual: object, passes: bool) -> CheckResult:
    [expectation_note, actual_note] = read_notes([expectation, actual])
    return CheckResult(subject, expectation_note, actual_note, passes)


def _has_total_column(con: duckdb.DuckDBPyConnection) -> bool:
    try:
        con.execute("SELECT total FROM store.level LIMIT 0")
    except duckdb.BinderException:
        return False
    return True


def _read_withheld_parts(con: duckdb.DuckDBPyConnection, asset: str, day: dt.date) -> list[CheckResult]:
    """Read what was left out of an asset's day; nothing from a file of an older release."""
    query = "SELECT part, coalesce(reason, '') FROM store.withheld WHERE date = $date AND asset = $asset ORDER BY ALL"
    try:
        parts = con.execute(query, {"date": day, "asset": asset}).fetchall()
    except duckdb.CatalogException:
        return []
    return [CheckResult(part, Note("computed_and_sound"), _read_reason(reason), False) for part, reason in parts]


def _read_reason(reason: str) -> Note:
    """Read why a part was left out (withholding.py): a note, with what its check expected and found; a text in days of earlier releases."""
    try:
        notes = read_notes(json.loads(reason))
    except (ValueError, RecursionError):
        notes = []
    match notes:
        case [note]:
            return note
        case [note, expectation, actual]:
            return Note(note.code, {**note.parameters, "expected": expectation, "actual": actual})
        case _:
            return Note("left_out", {"reason": reason})


def describe_failure(check: Check, results: Iterable[CheckResult]) -> Note:
    """Return the note of an error for the first failed result."""
    failure = next(result for result in results if not result.passes)
    return Note("check_failed_for", {"check": check.name, "asset": check.asset, "subject": failure.subject, "expected": failure.expectation, "actual": failure.actual})  # fmt: skip
