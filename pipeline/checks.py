"""Checks on the day's rows. Each is a query of sql/checks/ that gives the rows which should not be.

`almanac status` runs the same queries on the published file, without Dagster.
"""

import datetime as dt

import dagster as dg

from pipeline.resources import AlmanacHome
from pipeline.warehouse.findings import CHECKS, Check, findings


def _asset_check(check: Check) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=check.asset, name=check.name, description=check.says, blocking=check.blocking)
    def run(context: dg.AssetCheckExecutionContext, almanac: AlmanacHome) -> dg.AssetCheckResult:
        with almanac.warehouse() as con:
            found = findings(con, check, dt.date.fromisoformat(context.partition_key))
        return dg.AssetCheckResult(
            passed=not found,
            severity=dg.AssetCheckSeverity.ERROR if check.blocking else dg.AssetCheckSeverity.WARN,
            metadata={
                "expected": "no such row",
                "seen": len(found),
                "rows": dg.MetadataValue.json([*map(str, found[:20])]),
            },
        )

    return run


all_checks = [_asset_check(check) for check in CHECKS]
