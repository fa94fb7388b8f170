"""Checks on the day's rows, run inside the asset that made them. Each is a query of sql/checks/.

`almanac status` runs the same queries on the published file, without Dagster.
"""

import datetime as dt
from collections.abc import Iterator

import dagster as dg
import duckdb

from pipeline.warehouse.findings import CHECKS, findings


def specs(*assets: str) -> list[dg.AssetCheckSpec]:
    """What is checked of these assets. A blocking check keeps what follows from being made, and so from being published."""
    return [
        dg.AssetCheckSpec(check.name, asset=check.asset, description=check.says, blocking=check.blocking)
        for check in CHECKS
        if check.asset in assets
    ]


def results(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str) -> Iterator[dg.AssetCheckResult]:
    """What came of it on the day."""
    for check in CHECKS:
        if check.asset == asset:
            found = findings(con, check, day)
            yield dg.AssetCheckResult(
                passed=not found,
                asset_key=check.asset,
                check_name=check.name,
                severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
                metadata={
                    "expected": "no such row",
                    "seen": len(found),
                    "rows": dg.MetadataValue.json([[str(value) for value in row] for row in found[:20]]),
                },
            )
