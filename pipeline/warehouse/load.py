"""From a spool to a committed day: one transaction, all of it or nothing.

What belongs here: rows as they were observed. What does not: anything computed from more than one day (derived_history.py, pipeline/marts).
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
from pipeline.i18n.messages import DEFAULT_LANGUAGE, word
from pipeline.kinds import KINDS
from pipeline.warehouse.catalogue_tables import classify_descriptions, hash_catalogue
from pipeline.warehouse.connection import holds_sample_data, transaction, write_about
from pipeline.warehouse.derived_history import find_affected_days, restate_day
from pipeline.warehouse.pages import find_pages, reread_pages, stage_pages
from pipeline.warehouse.private_repos import set_private_rows_aside
from pipeline.warehouse.quality_checks import CHECKS, LEADERS_SHARE, MIN_REPOS, TOLERANCE, Check, CheckResult, run_check
from pipeline.warehouse.repo_columns import repo_statement
from pipeline.warehouse.withholding import MACHINE_ERRORS

MAX_REJECT_SHARE = 0.001
# A new day that fails these stays in the warehouse, unpublished: where the Hub stopped sending a counter for good, the next day is
# compared with it, and passes.
TOLERANT_CHECKS = ("null_shares",)
PAGES_PER_BATCH = 2000  # pages of new repos whose descriptions are read together: as many as fit into memory beside the day's counters


@dataclass(frozen=True)
class LoadedKind:
    """What one day's load holds of one kind of repo."""

    kind: str
    rows: int = 0
    duplicates: int = 0
    rejects: int = 0
    changed_counter_share: float | None = None
    private: int = 0
    """Rows of private repos that were set aside; the database does not hold the number."""


def find_last_day(con: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The last day in the warehouse; None while it has none."""
    return _fetch_row(con, "SELECT max(date) FROM store.snapshot")[0]


def load_day(
    con: duckdb.DuckDBPyConnection, spool: Spool, settings: Settings | None = None, *, require_checks: bool = True
) -> list[LoadedKind]:
    """Replace the spool's day by what the spool holds, and nothing else. `require_checks`: raise when a blocking
    check fails; a day that was there before then stays as it was.

    Raises AlmanacError when a page is damaged, the Hub did not honour a filter, too many rows are unusable, a blocking check of
    the loaded rows fails, a complete crawl holds too few, or sample data and the real Hub's would mix; then nothing was changed.
    Where the pages are to blame the spool is marked as refused, so that the next run asks the Hub again; where this machine is
    (disk, memory, a lock), the spool stays good.
    """
    if spool.finish_record is None:
        raise WarehouseError(f"The crawl of {spool.header.day} is not finished; nothing was loaded.")
    if holds_sample_data(con) not in (None, spool.sample):
        home_data, new_data = (
            ("the sample Hub's", "the real Hub's") if not spool.sample else ("the real Hub's", "the sample Hub's")
        )
        raise WarehouseError(f"This home holds {home_data} data; {new_data} do not go into it. Use another --home.")
    try:
        verify_pages(spool)
        _reject_mixed_sources(spool)
        # What is only read is found out first: DuckDB reads what a transaction itself has written with one thread alone.
        private_rows = _stage_spool(con, spool, settings or Settings())
        last_known_repo = _match_repos(con, spool.header.day)
        _replace_day(con, spool, spool.finish_record, last_known_repo, require_checks=require_checks)
    except (DamagedSpool, HubBroken) as error:
        spool.log(RefuseRecord(str(error), short=isinstance(error, TooFewRepos)))
        raise
    except MACHINE_ERRORS:  # the crawl is kept, and the next run loads the same pages
        raise
    except Exception as error:
        first_line = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        refusal = RejectedDay(
            f"The pages of {spool.header.day} hold a value that cannot be loaded ({first_line}); the day was not loaded. The next run asks "
            f"the Hub again; the pages are kept in {spool.folder}."
        )
        spool.log(RefuseRecord(str(refusal)))
        raise refusal from error
    finally:
        with suppress(duckdb.Error):  # a failed connection is closed anyway
            _drop_temporary_tables(con)
    return [replace(kind, private=private_rows.get(kind.kind, 0)) for kind in read_loaded_kinds(con, spool.header.day)]


def _drop_temporary_tables(con: duckdb.DuckDBPyConnection) -> None:
    """A connection keeps temporary tables in memory, and these have a row for each repo of the Hub."""
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        con.execute(f'DROP TABLE temp."{table}"')


def _replace_day(
    con: duckdb.DuckDBPyConnection, spool: Spool, crawl_end: FinishRecord, last_known_repo: int, *, require_checks: bool
) -> None:
    """`last_known_repo`: the last repo that was known before the day."""
    parameters = {"date": spool.header.day}
    with transaction(con):
        write_about(con, "sample", str(spool.sample).lower())
        for table in ("daily", "folded", "answer", "snapshot", "lookup", "reject", "private"):
            con.execute(f"DELETE FROM store.{table} WHERE date = $date", parameters)
        _insert_descriptions(con, parameters, last_known_repo)
        if any(page.category for page in spool.pages):  # a crawl without categories has no filters to look after
            _reject_stray_rows(con, spool)
        for name in ("insert_daily", "update_seen_days", "insert_lookups", "insert_rejects", "insert_private_repos"):
            con.execute(repo_statement(f"load/{name}"), parameters)
        con.execute(repo_statement("load/update_last_descriptions"), {**parameters, "newest": last_known_repo})
        snapshot_values = {
            "scope": spool.header.scope,
            "status": "ok" if spool.header.limit is None else "limited",
            "requests": crawl_end.requests,
            "hub": spool.header.hub,
            "catalogue": hash_catalogue(con),
        }
        con.execute(repo_statement("load/insert_snapshot"), {**parameters, **snapshot_values})
        affected_days = find_affected_days(con, spool.header.day)
        delete_unused_descriptions(con)  # not before it is known whose events it concerns
        if affected_days is not None:
            restate_day(con, spool.header.day, affected_days)
        failed_checks = _find_failed_checks(con, spool.header.day) if require_checks else []
        replaces = _fetch_row(con, "SELECT count(*) FROM replaced_snapshot")[0] > 0
        if failed_checks and (replaces or any(check.name not in TOLERANT_CHECKS for check, _ in failed_checks)):
            raise _build_refusal(spool.header.day, failed_checks, f"The day {spool.header.day} was rolled back.")
    if failed_checks:
        raise _build_refusal(
            spool.header.day,
            failed_checks,
            f"The rows of {spool.header.day} are kept, and not published before the next good day.",
        )


def _find_failed_checks(con: duckdb.DuckDBPyConnection, day: dt.date) -> list[tuple[Check, list[CheckResult]]]:
    """The blocking checks of the loaded rows that fail, each with what it found."""
    blocking_checks = [check for check in CHECKS if check.blocking and check.query and check.kind]
    check_results = [(check, run_check(con, check, day)) for check in blocking_checks]
    return [(check, results) for check, results in check_results if not all(result.passes for result in results)]


def _build_refusal(day: dt.date, failed_checks: list[tuple[Check, list[CheckResult]]], outcome: str) -> RejectedDay:
    check, results = failed_checks[0]
    failure = next(result for result in results if not result.passes)
    return RejectedDay(
        f"The check {check.name} of {check.asset} failed: expected {failure.subject}: {failure.expectation}, seen {failure.actual}. "
        f"{outcome} The next run asks the Hub again.",
        failed_checks,
    )


def _match_repos(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Find each row's repo and description, and what the day held before; the store is only read. The last repo that was known."""
    parameters = {"date": day}
    for name in ("stage_replaced_rows", "stage_replaced_snapshot"):
        con.execute(repo_statement(f"load/{name}"), parameters)
    [last_known_repo] = _fetch_row(con, "SELECT coalesce(max(repo), 0) FROM store.repo")
    con.execute("SET VARIABLE newest = $newest", {"newest": last_known_repo})  # for views, which take no parameters
    for name in ("match_repos", "stage_new_repos", "number_new_repos", "define_row_sets"):
        con.execute(repo_statement(f"load/{name}"))
    if not _fetch_row(con, "SELECT count(*) FROM uncertain_row")[0] or _descriptions_were_staged(con, "uncertain_row"):
        con.execute(repo_statement("load/define_staged_descriptions"))
        rows = "staged_description"
    else:
        reread_pages(con, find_pages(con, "SELECT s.seq FROM staged_row s SEMI JOIN uncertain_row USING (kind, oid)"))
        rows = "reread_row"
    con.execute(repo_statement("load/stage_changed_descriptions"), {"rows": rows})
    for name in ("stage_versions", "set_versions"):
        con.execute(repo_statement(f"load/{name}"))
    return last_known_repo


def _insert_descriptions(con: duckdb.DuckDBPyConnection, parameters: dict[str, dt.date], last_known_repo: int) -> None:
    """Keep the repos that are new, the descriptions that are, and what follows from these."""
    con.execute(repo_statement("load/insert_repos"), parameters)
    con.execute("SET VARIABLE halfway = $newest + (SELECT count(*) // 2 FROM new_repo)", {"newest": last_known_repo})
    if _descriptions_were_staged(con, "new_row"):
        con.execute(repo_statement("load/define_staged_descriptions"))
        con.execute(
            repo_statement("load/insert_first_descriptions"),
            {"rows": "staged_description", "first": None, "last": None},
        )
    else:
        new_pages = find_pages(con, "SELECT seq FROM new_row")
        for batch in (new_pages[at : at + PAGES_PER_BATCH] for at in range(0, len(new_pages), PAGES_PER_BATCH)):
            reread_pages(con, batch)
            batch_parameters = {"rows": "reread_row", "first": batch[0][0], "last": batch[-1][0]}
            con.execute(repo_statement("load/insert_first_descriptions"), batch_parameters)
    for name in ("insert_next_descriptions", "define_unclassified"):
        con.execute(repo_statement(f"load/{name}"))
    con.execute(repo_statement("load/insert_names"), {"newest": last_known_repo})
    classify_descriptions(con)


def _descriptions_were_staged(con: duckdb.DuckDBPyConnection, repo_view: str) -> bool:
    """Whether all rows of the repos in a view were kept when they were read."""
    rows = f"staged_row s SEMI JOIN {repo_view} r ON r.kind = s.kind AND r.oid = s.oid"
    return bool(
        _fetch_row(con, "SELECT count(description_json) FROM staged_row")[0]
        and _fetch_row(con, f"SELECT count(*) = count(s.description_json) FROM {rows}")[0]
    )


def delete_unused_descriptions(con: duckdb.DuckDBPyConnection) -> None:
    """A re-run leaves no trace: what only the replaced rows held up goes with them."""
    con.execute(repo_statement("load/stage_unused_descriptions"))
    for table in ("description", "member"):
        con.execute(
            f"DELETE FROM store.{table} d USING unused_description u WHERE d.repo = u.repo AND d.version = u.version"
        )
    con.execute(repo_statement("load/delete_unused_names"))
    con.execute(repo_statement("load/clear_raw_hashes"))
    con.execute(repo_statement("load/update_unseen_days"))
    con.execute(repo_statement("load/delete_unseen_repos"))


def _reject_stray_rows(con: duckdb.DuckDBPyConnection, spool: Spool) -> None:
    stray_listing = con.execute(repo_statement("load/stray_rows")).fetchone()
    if stray_listing:
        raise HubBroken(
            f"The Hub did not honour the filter of {stray_listing[0]}: {stray_listing[2]} of {stray_listing[1]} rows do not belong there. "
            f"The day {spool.header.day} was not loaded."
        )


def read_loaded_kinds(con: duckdb.DuckDBPyConnection, day: dt.date) -> list[LoadedKind]:
    """What the warehouse holds of a day."""
    rows = con.execute(
        "SELECT kind, rows, duplicates, rejects, changed_counter_share FROM store.snapshot WHERE date = $day ORDER BY kind DESC",
        {"day": day},
    ).fetchall()
    return [LoadedKind(*row) for row in rows]


def _reject_mixed_sources(spool: Spool) -> None:
    """The pages of a day are all the sample Hub's or all a real one's: HubBroken otherwise."""
    if len({page.sample for page in spool.pages}) > 1:
        raise HubBroken(
            f"Some pages of {spool.header.day} came from the sample Hub and some did not; the day was not loaded. Run "
            f"again to ask for it afresh."
        )


def _stage_spool(con: duckdb.DuckDBPyConnection, spool: Spool, settings: Settings) -> dict[str, int]:
    """Read the spool into temporary tables and refuse what cannot be right, before anything is touched.

    How many rows of private repos were set aside, by kind of repo.
    """
    paths = stage_pages(con, spool)
    # Worth while only where few rows are other than before.
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
        raise RejectedDay(
            f"{rows} of {page_row_count} spooled rows of {spool.header.day} can be read; nothing was loaded. The next run asks the Hub again."
        )
    private_rows = set_private_rows_aside(con, keep=settings.keep_private)
    con.execute(repo_statement("load/merge_rows"))
    reject_pages = find_pages(con, "SELECT seq FROM staged_row WHERE NOT has_identity") or find_pages(
        con, "SELECT min(seq) AS seq FROM page"
    )
    con.execute(
        repo_statement("load/stage_rejects"),
        {"pages": [seq for seq, _ in reject_pages], "paths": [path for _, path in reject_pages]},
    )
    if not any(page.rows for page in spool.pages if page.requested_id is None):
        raise TooFewRepos(
            f"The Hub lists no repo at all on {spool.header.day}; the day was not loaded. Run again later."
        )
    # The same bad row comes in several lists of leaders, and counts once.
    rejects = (
        _fetch_row(con, "SELECT count(*) FROM (SELECT DISTINCT kind, reason, row FROM rejected_row)")[0]
        if rejects
        else 0
    )
    if rejects > max(TOLERANCE, rows * MAX_REJECT_SHARE):
        reason = _fetch_row(con, "SELECT reason FROM rejected_row GROUP BY reason ORDER BY count(*) DESC LIMIT 1")[0]
        raise HubBroken(
            f"{rejects} of {rows} rows of {spool.header.day} cannot be used (mostly: {word(DEFAULT_LANGUAGE, 'reject', reason)}); the day was not loaded. "
            f"The pages are kept in {spool.folder}."
        )
    _reject_narrower_scope(con, spool)
    if spool.header.limit is None and not spool.accepts_shrink:
        _reject_shrunken_crawl(con, spool, settings.least_share)
    return private_rows


def _reject_narrower_scope(con: duckdb.DuckDBPyConnection, spool: Spool) -> None:
    """What a day holds is not replaced by a narrower scope that nobody asked for, nor by a quick try: TooFewRepos."""
    day, scope = spool.header.day, Scope(spool.header.scope)
    row = con.execute("SELECT scope, status FROM store.snapshot WHERE date = $date LIMIT 1", {"date": day}).fetchone()
    if row is None:
        return
    stored_scope, scopes_by_width = Scope(row[0]), list(Scope)
    if spool.header.limit is not None and row[1] == "ok" and not spool.accepts_shrink:
        raise TooFewRepos(
            f"{day} already holds a whole snapshot (scope {stored_scope.value}), which one that is cut short by --limit does "
            f"not replace. Try it in another --home; to replace the day all the same: --accept-shrink."
        )
    if scopes_by_width.index(scope) < scopes_by_width.index(stored_scope) and not spool.accepts_narrower:
        raise TooFewRepos(
            f"{day} already holds a snapshot of scope {stored_scope.value}; one of {scope.value} would drop rows from it. To "
            f"replace it all the same: almanac run --scope {scope.value}."
        )


def _reject_shrunken_crawl(con: duckdb.DuckDBPyConnection, spool: Spool, least_share: float) -> None:
    """A complete crawl must hold nearly as many repos as the last good one did, one of leaders half: TooFewRepos otherwise."""
    if not Scope(spool.header.scope).complete:
        least_share = min(least_share, LEADERS_SHARE)
    parameters = {"date": spool.header.day, "scope": spool.header.scope}
    for kind, rows, last_rows, last_day in con.execute(repo_statement("load/row_counts"), parameters).fetchall():
        if rows < least_share * last_rows and last_rows > MIN_REPOS:
            raise TooFewRepos(
                f"The Hub listed {rows:,} {KINDS[kind].plural} on {spool.header.day}, {rows / last_rows:.1%} of the {last_rows:,} of {last_day}; "
                f"the day was not loaded. Run again; if the Hub really shrank, `almanac run --scope "
                f"{spool.header.scope} --accept-shrink` keeps it."
            )


def _fetch_row(con: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = con.execute(query).fetchone()
    if row is None:
        raise AssertionError("a query without a row")
    return row
