"""What may be wrong with a day: what was expected and what was seen, by the queries of sql/checks/.

Used by the asset checks in Dagster and by `almanac status`, which knows the published file alone.
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from pipeline.config import Settings
from pipeline.hub_api.fields import counts_downloads
from pipeline.kinds import KINDS, RepoKind
from pipeline.ranking.registry import MAIN_BOARD, select_board_parameters
from pipeline.sql import statement

TOLERANCE = 2  # bad rows, however small the Hub
MIN_REPOS = 20  # repos; of fewer, any share may go
LEADERS_SHARE = 0.5  # the first of each list change from day to day, but not by half
MIN_MOVED_SHARE = 0.25  # of the download counters; on an ordinary day of the Hub more than half move
MAX_ROLLED_BACK_SHARE = 0.05  # share of repos below their highest counter of which people are told, as boards tell it


class CheckResult(NamedTuple):
    """One thing that a check looked at, in words, and whether it passes."""

    subject: str
    expectation: str
    actual: str
    passes: bool


@dataclass(frozen=True)
class Check:
    """Something that must hold of an asset's day. `query`: in sql/checks/; without one Python looks (the asset itself).

    A blocking one keeps the day from being published. One that `withholds` has the part that fails it left out of the day
    instead (withholding.py). `kind` of repo, where the query asks for one.
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
        Check("whole", asset, "As many repos as on the last good day of the scope, from lists that were not cut short.", "whole", kind.name),
        Check("unique_ids", asset, "No _id is observed twice on a day.", "unique_repos", kind.name, blocking=True),
        Check("null_shares", asset, "No counter is missing from more rows than on the last good day.", "null_shares", kind.name, blocking=True),
        Check("counters_moved", asset, "The Hub's download counters moved since the last snapshot.", "counters_moved", kind.name),
        Check("counters_believed", asset, "No counter is 0 for most repos or lower for many, and no total fell or rose as on no day before.", "counters_believed", kind.name),
    )  # fmt: skip
    # the Hub refreshes download counters once a day; others move at any time
    return tuple(check for check in checks if check.query != "counters_moved" or counts_downloads(kind.name))


CHECKS = (
    Check("documented_kept", "catalogue", "Every documented category and featured model is in the catalogue.", blocking=True),
    Check("hubs_day", "crawl", "The Hub's own clock says that this is the day.", blocking=True),
    Check("lists_answered", "crawl", "Every list that the Hub was asked for has rows."),
    *(check for kind in KINDS.values() for check in _build_repo_checks(kind)),
    Check("boards_whole", "trends", "Places run from 1 without gaps, scores fall, none is missing.", "boards_whole", withholds=True),
    Check("categories_ranked", "trends", f"Every active category has an {MAIN_BOARD.name} board.", "categories_ranked"),
    Check("totals_sound", "category_daily", "Totals are of the category's own repos.", "totals_sound", withholds=True),
    Check("categories_counted", "category_daily", "Every active category has repos.", "categories_counted"),
    Check("movers_on_boards", "movers", "Who moved stands where it is said to.", "movers_on_boards", withholds=True),
    Check("figures_possible", "scorecard", "Figures lie between 0 and 1.", "figures_possible", withholds=True),
    Check("featured_followed", "featured", "Every featured model has its line.", "featured_followed", withholds=True),
    Check("featured_found", "featured", "The Hub shows every featured model.", "featured_found"),
    Check("published_equal", "published", "The published file opens and holds what the warehouse does.", blocking=True),
    Check("links_lead", "site", "Every link of the pages leads to a file of the site."),
)  # fmt: skip


def run_check(
    con: duckdb.DuckDBPyConnection, check: Check, day: dt.date, least_share: float = Settings.least_share
) -> list[CheckResult]:
    """What a check's query sees of the day; and of a check that withholds, what was left out for it."""
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
    results = [CheckResult(*row) for row in con.execute(query, parameters).fetchall()]
    return results + (_read_withheld_parts(con, check.asset, day) if check.withholds else [])


def _has_total_column(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file has totals of counters; one published by an earlier release has not."""
    try:
        con.execute("SELECT total FROM store.level LIMIT 0")
    except duckdb.BinderException:
        return False
    return True


def _read_withheld_parts(con: duckdb.DuckDBPyConnection, asset: str, day: dt.date) -> list[CheckResult]:
    """What was left out of an asset's day. A file published by an earlier release does not tell."""
    query = "SELECT part, reason FROM store.withheld WHERE date = $date AND asset = $asset ORDER BY ALL"
    try:
        parts = con.execute(query, {"date": day, "asset": asset}).fetchall()
    except duckdb.CatalogException:
        return []
    return [CheckResult(part, "made and sound", f"left out: {reason}", False) for part, reason in parts]
