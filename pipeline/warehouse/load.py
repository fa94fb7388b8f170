"""Load a spool as a day, in one transaction.

Results from several days: derived_history.py, pipeline/marts.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from pipeline.config import Settings
from pipeline.crawl.manifest import FinishRecord, RefuseRecord
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, verify_pages
from pipeline.errors import DamagedSpool, HubBroken, RejectedDay, TooFewRepos, WarehouseError
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note, Parameters
from pipeline.warehouse.connection import holds_sample_data, transaction, write_about
from pipeline.warehouse.day_rows import (
    Snapshot,
    delete_unused_descriptions,
    drop_temporary_tables,
    match_repos,
    replace_rows,
    stage_replaced_rows,
)
from pipeline.warehouse.derived_history import (
    find_affected_days,
    restate_adopting_repos,
    restate_all_days,
    restate_day,
    shift_cohorts,
)
from pipeline.warehouse.identity import adopt_provisional_repos, has_named_rows, identify_repos
from pipeline.warehouse.pages import find_pages, reread_pages, stage_pages
from pipeline.warehouse.private_repos import set_private_rows_aside
from pipeline.warehouse.quality_checks import (
    CHECKS,
    LEADERS_SHARE,
    MIN_REPOS,
    TOLERANCE,
    Check,
    CheckResult,
    describe_failure,
    run_check,
)
from pipeline.warehouse.repo_columns import repo_statement
from pipeline.warehouse.withholding import MACHINE_ERRORS

MAX_REJECT_SHARE = 0.001
# A new day that fails these stays, unpublished: if the Hub dropped a counter for good, the next one passes.
TOLERANT_CHECKS = ("null_shares",)
PAGES_PER_BATCH = 2000  # pages of new repos read together, limited by memory


@dataclass(frozen=True)
class LoadedKind:
    kind: Kind
    rows: int = 0
    duplicates: int = 0
    rejects: int = 0
    changed_counter_share: float | None = None
    private: int = 0
    """Rows of private repos set aside; not stored."""


def find_last_day(con: duckdb.DuckDBPyConnection) -> dt.date | None:
    return _fetch_row(con, "SELECT max(date) FROM store.snapshot")[0]


def load_day(
    con: duckdb.DuckDBPyConnection, spool: Spool, settings: Settings | None = None, *, require_checks: bool = True
) -> list[LoadedKind]:
    """Replace the spool's day with its rows.

    `require_checks`: raise when a blocking check fails, and keep the day as it was.

    Raises AlmanacError, changing nothing, for a damaged page, an ignored filter, too many unusable rows, a failed
    blocking check, too few repos, or sample data mixed with real data. If the pages are to blame, the spool is marked
    as refused and the next run crawls again; if the machine is (disk, memory, a lock), the spool stays valid.
    """
    if spool.finish_record is None:
        raise WarehouseError(Note("unfinished_crawl", {"date": str(spool.header.day)}))
    if holds_sample_data(con) not in (None, spool.sample):
        mixed_home = Note("real_home" if spool.sample else "sample_home", {"hub": spool.header.hub})
        raise WarehouseError(mixed_home, Note("unchanged"), Note("use_another_home"))
    try:
        verify_pages(spool)
        _reject_mixed_sources(spool)
        # Before the transaction: DuckDB reads a transaction's own rows with a single thread.
        private_rows = _stage_spool(con, spool, settings or Settings())
        stage_replaced_rows(con, [spool.header.day])
        last_known_repo = match_repos(con, SpooledDescriptions())
        _replace_day(con, spool, spool.finish_record, last_known_repo, require_checks=require_checks)
    except (DamagedSpool, HubBroken) as error:
        spool.log(RefuseRecord(str(error), short=isinstance(error, TooFewRepos)))
        raise
    except MACHINE_ERRORS:  # the next run loads the same pages
        raise
    except Exception as error:
        first_line = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        refusal = RejectedDay(
            Note("invalid_value_in_pages", {"date": str(spool.header.day), "reason": first_line}),
            Note("next_run_crawls_again"),
            Note("pages_kept_in", {"path": str(spool.folder)}),
        )
        spool.log(RefuseRecord(str(refusal)))
        raise refusal from error
    finally:
        with suppress(duckdb.Error):  # a failed connection is closed anyway
            drop_temporary_tables(con)
    return [replace(kind, private=private_rows.get(kind.kind, 0)) for kind in read_loaded_kinds(con, spool.header.day)]


class SpooledDescriptions:
    """Descriptions of a spool's rows: staged with the rows, or read from their pages again."""

    earlier = "full_description"

    def read_compared(self, con: duckdb.DuckDBPyConnection) -> str:
        if not _fetch_row(con, "SELECT count(*) FROM uncertain_row")[0] or _descriptions_were_staged(
            con, "uncertain_row"
        ):
            con.execute(repo_statement("load/define_staged_descriptions"))
            return "staged_description"
        reread_pages(con, find_pages(con, "SELECT s.seq FROM staged_row s SEMI JOIN uncertain_row USING (kind, oid)"))
        return "reread_row"

    def insert_first(self, con: duckdb.DuckDBPyConnection) -> None:
        insert = repo_statement("load/insert_first_descriptions")
        if _descriptions_were_staged(con, "new_row"):
            con.execute(repo_statement("load/define_staged_descriptions"))
            con.execute(insert, {"rows": "staged_description", "first": None, "last": None})
            return
        new_pages = find_pages(con, "SELECT seq FROM new_row")
        for batch in (new_pages[at : at + PAGES_PER_BATCH] for at in range(0, len(new_pages), PAGES_PER_BATCH)):
            reread_pages(con, batch)
            con.execute(insert, {"rows": "reread_row", "first": batch[0][0], "last": batch[-1][0]})


def _descriptions_were_staged(con: duckdb.DuckDBPyConnection, repo_view: str) -> bool:
    rows = f"staged_row s SEMI JOIN {repo_view} r ON r.kind = s.kind AND r.oid = s.oid"
    return bool(
        _fetch_row(con, "SELECT count(description_json) FROM staged_row")[0]
        and _fetch_row(con, f"SELECT count(*) = count(s.description_json) FROM {rows}")[0]
    )


def _replace_day(
    con: duckdb.DuckDBPyConnection, spool: Spool, crawl_end: FinishRecord, last_known_repo: int, *, require_checks: bool
) -> None:
    """`last_known_repo`: the highest repo number before the day."""
    status = "ok" if spool.header.limit is None else "limited"
    snapshot = Snapshot(spool.header.day, spool.header.scope, status, crawl_end.requests, spool.header.hub)
    with transaction(con):
        write_about(con, "sample", str(spool.sample).lower())
        replace_rows(con, snapshot, last_known_repo, SpooledDescriptions())
        if any(page.category for page in spool.pages):  # categories have filters to check
            _reject_stray_rows(con, spool)
        adopts = _is_new_last_day(con, spool.header.day) and has_named_rows(con) and adopt_provisional_repos(con)
        if adopts:
            shift_cohorts(con)
        affected_days = find_affected_days(con, spool.header.day)
        delete_unused_descriptions(con)  # after the affected events are known
        if affected_days is not None:  # there are other days
            if _may_identify_repos(con, spool.header.day) and identify_repos(con):
                restate_all_days(con)
            else:
                restate_day(con, spool.header.day, affected_days)
                if adopts:
                    restate_adopting_repos(con, spool.header.day)
        failed_checks = _find_failed_checks(con, spool.header.day) if require_checks else []
        replaces = _fetch_row(con, "SELECT count(*) FROM replaced_snapshot")[0] > 0
        if failed_checks and (replaces or any(check.name not in TOLERANT_CHECKS for check, _ in failed_checks)):
            raise _build_refusal(failed_checks, Note("day_rolled_back", {"date": str(spool.header.day)}))
    if failed_checks:
        raise _build_refusal(failed_checks, Note("day_kept_unpublished", {"date": str(spool.header.day)}))


def _is_new_last_day(con: duckdb.DuckDBPyConnection, day: dt.date) -> bool:
    """Whether the day is the last one, and has lost or changed no row since it was loaded before."""
    lost_rows = con.execute("SELECT 1 FROM replaced_row ANTI JOIN matched_row USING (repo, version) LIMIT 1").fetchall()
    return find_last_day(con) == day and not lost_rows


def _may_identify_repos(con: duckdb.DuckDBPyConnection, day: dt.date) -> bool:
    """Whether the day can tell which repos name-only rows belong to that it has not adopted."""
    return has_named_rows(con) and (
        not _is_new_last_day(con, day) or bool(con.execute(repo_statement("identity/names_of_day")).fetchall())
    )


def _find_failed_checks(con: duckdb.DuckDBPyConnection, day: dt.date) -> list[tuple[Check, list[CheckResult]]]:
    blocking_checks = [check for check in CHECKS if check.blocking and check.query and check.kind]
    check_results = [(check, run_check(con, check, day)) for check in blocking_checks]
    return [(check, results) for check, results in check_results if not all(result.passes for result in results)]


def _build_refusal(failed_checks: list[tuple[Check, list[CheckResult]]], outcome: Note) -> RejectedDay:
    return RejectedDay(
        describe_failure(*failed_checks[0]), outcome, Note("next_run_crawls_again"), checks=failed_checks
    )


def _reject_stray_rows(con: duckdb.DuckDBPyConnection, spool: Spool) -> None:
    for name, rows, stray_rows in con.execute(repo_statement("load/stray_rows")).fetchall():
        stray: Parameters = {"list": name, "rows": rows, "stray": stray_rows, "date": str(spool.header.day)}
        raise HubBroken(Note("filter_ignored", stray))


def read_loaded_kinds(con: duckdb.DuckDBPyConnection, day: dt.date) -> list[LoadedKind]:
    rows = con.execute(
        "SELECT kind, rows, duplicates, rejects, changed_counter_share FROM store.snapshot WHERE date = $day ORDER BY kind DESC",
        {"day": day},
    ).fetchall()
    return [LoadedKind(*row) for row in rows]


def _reject_mixed_sources(spool: Spool) -> None:
    """Raise HubBroken if pages of the sample Hub and a real one are mixed."""
    if len({page.sample for page in spool.pages}) > 1:
        raise HubBroken(Note("pages_of_two_hubs", {"date": str(spool.header.day)}))


def _stage_spool(con: duckdb.DuckDBPyConnection, spool: Spool, settings: Settings) -> dict[str, int]:
    """Read the spool into temporary tables and reject invalid rows before changing anything.

    Returns the number of private rows by kind.
    """
    paths = stage_pages(con, spool)
    con.execute(repo_statement("load/stage_replaced_snapshot"), {"date": spool.header.day})
    con.execute(repo_statement("load/stage_category_pages"), {"scope": spool.header.scope})
    con.execute(repo_statement("load/stage_coverage"))
    # Pays off only where few rows changed.
    stage_descriptions = 2 * _fetch_row(con, "SELECT count(last_raw) FROM store.repo")[0] >= spool.rows
    con.execute(
        repo_statement("load/define_bounds"), {"latest": max(page.at for page in spool.pages).replace(tzinfo=None)}
    )
    con.execute(repo_statement("load/stage_rows"), {"paths": paths, "keep": stage_descriptions})
    page_row_count = sum(page.rows for page in spool.pages)
    rows, rejects = _fetch_row(
        con, "SELECT count(*), count(*) FILTER (NOT has_identity AND NOT is_private) FROM staged_row"
    )
    if rows != page_row_count:
        readable: Parameters = {"rows": rows, "all": page_row_count, "date": str(spool.header.day)}
        raise RejectedDay(Note("unreadable_rows", readable), Note("next_run_crawls_again"))
    private_rows = set_private_rows_aside(con, keep=settings.keep_private)
    con.execute(repo_statement("load/merge_rows"))
    con.execute(repo_statement("load/define_rejects"))
    if reject_pages := find_pages(con, "SELECT seq FROM staged_row WHERE NOT has_identity"):
        parameters = {"pages": [seq for seq, _ in reject_pages], "paths": [path for _, path in reject_pages]}
        con.execute(repo_statement("load/stage_rejects"), parameters)
    if not any(page.rows for page in spool.pages if page.requested_id is None):
        raise TooFewRepos(Note("no_repos_listed", {"date": str(spool.header.day)}))
    # A bad row in several lists counts once.
    rejects = (
        _fetch_row(con, "SELECT count(*) FROM (SELECT DISTINCT kind, reason, row FROM rejected_row)")[0]
        if rejects
        else 0
    )
    if rejects > max(TOLERANCE, rows * MAX_REJECT_SHARE):
        reason = _fetch_row(con, "SELECT reason FROM rejected_row GROUP BY reason ORDER BY count(*) DESC LIMIT 1")[0]
        invalid: Parameters = {"rejects": rejects, "rows": rows, "date": str(spool.header.day), "reason": reason}
        raise HubBroken(Note("invalid_rows", invalid), Note("pages_kept_in", {"path": str(spool.folder)}))
    _reject_narrower_scope(con, spool)
    if spool.header.limit is None and not spool.accepts_shrink:
        _reject_small_crawl(con, spool, settings.least_share)
    return private_rows


def _reject_narrower_scope(con: duckdb.DuckDBPyConnection, spool: Spool) -> None:
    """Raise TooFewRepos for an unrequested narrower scope than the day has, and for a limited crawl."""
    day, scope = spool.header.day, Scope(spool.header.scope)
    rows = con.execute(
        "SELECT scope, status FROM store.snapshot WHERE date = $date AND source IS NULL LIMIT 1", {"date": day}
    ).fetchall()
    if not rows:
        return
    [row] = rows
    stored_scope, scopes_by_width = Scope(row[0]), list(Scope)
    if spool.header.limit is not None and row[1] == "ok" and not spool.accepts_shrink:
        raise TooFewRepos(Note("limit_over_complete", {"date": str(day), "scope": stored_scope.value}))
    if scopes_by_width.index(scope) < scopes_by_width.index(stored_scope) and not spool.accepts_narrower:
        scopes: Parameters = {"date": str(day), "stored": stored_scope.value, "scope": scope.value}
        raise TooFewRepos(Note("narrower_scope", scopes))


def _reject_small_crawl(con: duckdb.DuckDBPyConnection, spool: Spool, least_share: float) -> None:
    """Raise TooFewRepos for far fewer repos than in the last good crawl of the same lists."""
    if not Scope(spool.header.scope).complete:
        least_share = min(least_share, LEADERS_SHARE)
    parameters = {"date": spool.header.day, "scope": spool.header.scope}
    for kind, rows, last_rows, last_day in con.execute(repo_statement("load/row_counts"), parameters).fetchall():
        if rows < least_share * last_rows and last_rows > MIN_REPOS:
            shrunk: Parameters = {
                "rows": rows,
                "kinds": KINDS[kind].plural,
                "date": str(spool.header.day),
                "share": f"{rows / last_rows:.1%}",
                "last_rows": last_rows,
                "last_date": str(last_day),
                "scope": str(spool.header.scope),
            }
            raise TooFewRepos(Note("too_few_repos", shrunk))


def _fetch_row(con: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    [row] = con.execute(query).fetchall()
    return row
