"""Checks on the day's assets, made inside the asset, so that a blocking one keeps what follows from being made.

What is checked is said in pipeline/warehouse/quality_checks.py; `almanac status` looks at the same, without Dagster.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import nullcontext

import dagster as dg
import duckdb

from pipeline.config import Settings
from pipeline.crawl.spool import Spool
from pipeline.orchestration.asset_metadata import table
from pipeline.publishing.verify import Proof
from pipeline.warehouse.quality_checks import CHECKS, Check, Looked, look
from pipeline.warehouse.withholding import Fault, caught

SHOWN = 20  # rows of a check's table


def specs(*assets: str) -> list[dg.AssetCheckSpec]:
    """What is checked of these assets. A blocking check keeps what follows from being made, and so from being published."""
    return [
        dg.AssetCheckSpec(check.name, asset=check.asset, description=check.says, blocking=check.blocking)
        for check in CHECKS
        if check.asset in assets
    ]


def results(
    con: duckdb.DuckDBPyConnection, day: dt.date, asset: str, settings: Settings
) -> Iterator[dg.AssetCheckResult]:
    """What the checks of an asset that are queries see of the day. One that cannot look warns, unless it is blocking."""
    for check in CHECKS:
        if check.asset == asset and check.query:
            looked: list[Looked] = []
            with nullcontext(Fault()) if check.blocking else caught() as fault:
                looked = look(con, check, day, settings.least_share)
            if fault:
                looked = [Looked(check.name, "an answer", fault.reason, False)]
            yield _result(check, looked)


def result(asset: str, name: str, looked: Iterable[Looked]) -> dg.AssetCheckResult:
    """What came of a check at which Python looked."""
    [check] = (check for check in CHECKS if (check.asset, check.name) == (asset, name))
    return _result(check, list(looked))


def _result(check: Check, looked: list[Looked]) -> dg.AssetCheckResult:
    wrong = [one for one in looked if not one.holds]
    told = wrong or looked
    if len(told) == 1 or wrong:
        expected, seen = (f"{told[0].what}: {said}" for said in (told[0].expected, told[0].seen))
    else:
        expected, seen = (f"{n} of {len(looked)} as expected" for n in (len(looked), len(looked) - len(wrong)))
    rows = ((one.what, one.expected, one.seen, "yes" if one.holds else "NO") for one in told[:SHOWN])
    return dg.AssetCheckResult(
        passed=not wrong,
        asset_key=check.asset,
        check_name=check.name,
        severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
        description=check.says if not wrong else f"{len(wrong)} of {len(looked)} not as expected. {check.says}",
        metadata={
            "expected": expected,
            "seen": seen,
            "looked_at": len(looked),
            "failing": len(wrong),
            "table": table(["what", "expected", "seen", "holds"], rows),
        },
    )


def hubs_day(spool: Spool, day: dt.date) -> Iterator[Looked]:
    """Whether the crawl began on the day by the Hub's clock; one that begins before midnight may end after it."""
    began = spool.done.started_at if spool.done else None
    seen = f"first answer {began:%Y-%m-%d %H:%M:%S} UTC" if began else "no answer"
    yield Looked("day of the Hub", f"{day}", seen, began is not None and began.date() == day)
    yield Looked("day of the pages", f"{day}", f"{spool.header.day}", spool.header.day == day)


def lists_answered(spool: Spool, discontinued: Iterable[str]) -> Iterator[Looked]:
    """Whether each list has rows; those of a category that the Hub discontinued need none."""
    empty_allowed = set(discontinued)
    rows: dict[str, int] = {}
    category: dict[str, str | None] = {}
    for page in spool.pages:
        if page.requested is None:
            rows[page.listing] = rows.get(page.listing, 0) + page.rows
            category[page.listing] = page.category
    for listing, n in rows.items():
        may = category[listing] in empty_allowed
        yield Looked(listing, "any" if may else "at least 1 row", f"{n:,} rows", may or n > 0)


def links_lead(broken: Iterable[tuple[str, str]]) -> Iterator[Looked]:
    """Whether every link of the pages leads to a file of the site; `broken`: pages and links that do not."""
    told = list(broken)
    yield Looked("links", "0 lead nowhere", f"{len(told)} lead nowhere", not told)
    for page, link in told[:SHOWN]:
        yield Looked(page, "a file of the site", link, False)


def published_equal(proofs: Iterable[Proof]) -> Iterator[Looked]:
    """Whether the published file opens and holds the same days and boards as the warehouse."""
    for proof in proofs:
        seen = f"{proof.differing} differ ({proof.example})" if proof.differing else "0 differ"
        yield Looked(proof.what, "0 differ", seen, not proof.differing)
