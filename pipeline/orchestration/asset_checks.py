"""Asset checks. They run inside the asset, so that a blocking one stops downstream assets.

Defined in pipeline/warehouse/quality_checks.py; `almanac status` runs them without Dagster.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import nullcontext

import dagster as dg
import duckdb

from pipeline.config import Settings
from pipeline.crawl.spool import Spool
from pipeline.errors import AlmanacError, encode_parts
from pipeline.i18n.messages import DEFAULT_LANGUAGE, sentence, text
from pipeline.notes import Note
from pipeline.orchestration.asset_keys import asset_key
from pipeline.orchestration.asset_metadata import build_table
from pipeline.publishing.verify import Comparison
from pipeline.warehouse.quality_checks import CHECKS, Check, CheckResult, describe_failure, run_check
from pipeline.warehouse.withholding import Fault, catch_data_fault

MAX_TABLE_ROWS = 20


def build_specs(*assets: str) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(check.name, asset=check.asset, description=check.description, blocking=check.blocking)
        for check in CHECKS
        if check.asset in assets
    ]


def run_query_checks(
    con: duckdb.DuckDBPyConnection, day: dt.date, asset: str, settings: Settings
) -> Iterator[dg.AssetCheckResult]:
    """Run an asset's SQL checks. If a query fails, the check warns; a blocking one raises."""
    for check in CHECKS:
        if check.asset == asset and check.query:
            check_results: list[CheckResult] = []
            with nullcontext(Fault()) if check.blocking else catch_data_fault() as fault:
                check_results = run_check(con, check, day, settings.least_share)
            if fault:
                check_results = [
                    CheckResult(check.name, Note("some_result"), Note("reported", {"text": fault.reason}), False)
                ]
            yield _build_check_result(check, check_results)


def build_result(asset: str, name: str, check_results: Iterable[CheckResult]) -> dg.AssetCheckResult:
    """Build the result of a check without SQL."""
    [check] = (check for check in CHECKS if (check.asset, check.name) == (asset, name))
    return _build_check_result(check, list(check_results))


def _build_check_result(check: Check, check_results: list[CheckResult]) -> dg.AssetCheckResult:
    failures = [result for result in check_results if not result.passes]
    table_results = failures or check_results
    if len(table_results) == 1 or failures:
        expected_text, actual_text = (
            f"{table_results[0].subject}: {_render(note)}"
            for note in (table_results[0].expectation, table_results[0].actual)
        )
    else:
        expected_text, actual_text = (
            text(DEFAULT_LANGUAGE, "check-as-expected", results=n, all=len(check_results))
            for n in (len(check_results), len(check_results) - len(failures))
        )
    rows = (
        (result.subject, _render(result.expectation), _render(result.actual), "yes" if result.passes else "NO")
        for result in table_results[:MAX_TABLE_ROWS]
    )
    return dg.AssetCheckResult(
        passed=not failures,
        asset_key=asset_key(check.asset),
        check_name=check.name,
        severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
        description=check.description
        if not failures
        else f"{len(failures)} of {len(check_results)} failing. {check.description}",
        metadata={
            "expected": expected_text,
            "actual": actual_text,
            "checked": len(check_results),
            "failing": len(failures),
            "table": build_table(["subject", "expected", "actual", "passed"], rows),
            # for the command that ran it, in its user's language
            **(
                {"error": dg.MetadataValue.json(encode_parts(AlmanacError(describe_failure(check, failures))))}
                if failures
                else {}
            ),
        },
    )


def _render(note: Note) -> str:
    return sentence(DEFAULT_LANGUAGE, "check", note)


def check_hub_day(spool: Spool, day: dt.date) -> Iterator[CheckResult]:
    """Check that the crawl began on the day by the Hub's clock. It may end after midnight."""
    started_at = spool.finish_record.started_at if spool.finish_record else None
    actual = Note("first_response", {"time": f"{started_at:%Y-%m-%d %H:%M:%S}"}) if started_at else Note("no_response")
    expectation = Note("day", {"day": str(day)})
    yield CheckResult("hub_date", expectation, actual, started_at is not None and started_at.date() == day)
    yield CheckResult("spool_date", expectation, Note("day", {"day": str(spool.header.day)}), spool.header.day == day)


def check_list_rows(spool: Spool, discontinued_slugs: Iterable[str]) -> Iterator[CheckResult]:
    """Check that lists have rows, except those of discontinued categories."""
    empty_allowed = set(discontinued_slugs)
    row_counts: dict[str, int] = {}
    categories: dict[str, str | None] = {}
    for page in spool.pages:
        if page.requested_id is None:
            row_counts[page.listing] = row_counts.get(page.listing, 0) + page.rows
            categories[page.listing] = page.category
    for listing, row_count in row_counts.items():
        may_be_empty = categories[listing] in empty_allowed
        yield CheckResult(
            listing,
            Note("any_rows" if may_be_empty else "some_rows"),
            Note("rows", {"rows": row_count}),
            may_be_empty or row_count > 0,
        )


def check_links(broken_links: Iterable[tuple[str, str]]) -> Iterator[CheckResult]:
    """Check that the site has no broken links (pairs of page and link)."""
    links = list(broken_links)
    yield CheckResult(
        "links", Note("broken_links", {"links": 0}), Note("broken_links", {"links": len(links)}), not links
    )
    for page, link in links[:MAX_TABLE_ROWS]:
        yield CheckResult(page, Note("file_of_site"), Note("reported", {"text": link}), False)


def check_published_file(comparisons: Iterable[Comparison]) -> Iterator[CheckResult]:
    """Check that the published file has the warehouse's days and boards."""
    for comparison in comparisons:
        actual = Note("differing", {"rows": comparison.differing})
        if comparison.differing:
            actual = Note("differing_like", {**actual.parameters, "example": comparison.example})
        yield CheckResult(comparison.subject.code, Note("differing", {"rows": 0}), actual, not comparison.differing)
