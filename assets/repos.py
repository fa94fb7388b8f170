"""The observed rows: the repos of a day, an asset a kind (models, datasets), loaded in one transaction."""

import datetime as dt
from collections.abc import Iterator

import dagster as dg

from assets.crawl import crawl
from pipeline.crawl.spool import finished
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import DayRefused, WrongDay
from pipeline.hub_api.fields import counters_of
from pipeline.kinds import KINDS
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import BY_NOON, OWNERS, POOL, described, previews, table
from pipeline.orchestration.failure_hooks import explained, remember_failure
from pipeline.orchestration.partitions import DAYS
from pipeline.orchestration.previews.previews import counters_moved, most_liked
from pipeline.orchestration.resources import AlmanacHome
from pipeline.warehouse.load import LoadedKind, load_day


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            kind.plural,
            deps=[crawl],
            group_name="hub",
            kinds={"duckdb"},
            owners=OWNERS,
            freshness_policy=BY_NOON,
            metadata=described(
                kind.history,
                "load/stage_rows",
                "load/insert_daily",
                "load/define_row_sets",
                ask=f"FROM {kind.plural}_on(current_date)",
            ),
            description=f"Every {kind.name} observed on the day, as the Hub's API gave it: {', '.join(counters_of(kind.name))}, "
            "description; how it was observed (`status`). Identity is the Hub's _id. Loading a day "
            "again replaces it and nothing else.",
        )
        for kind in KINDS.values()
    ],
    hooks={remember_failure},
    check_specs=checks.specs(*(kind.plural for kind in KINDS.values())),
    partitions_def=DAYS,
    pool=POOL,
)
def repos(
    context: dg.AssetExecutionContext, almanac: AlmanacHome
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Load the day's spool."""
    day = dt.date.fromisoformat(context.partition_key)
    with explained(), spool_lock(almanac.home.spool):
        spool = finished(almanac.home.spool, day)
        if spool is None:
            raise WrongDay(f"No finished crawl of {day} is kept; materialize crawl first. Nothing was changed.")
        with almanac.warehouse() as con:
            try:
                kinds = {loaded.kind: loaded for loaded in load_day(con, spool, almanac.settings)}
            except DayRefused as refused:
                for check, results in refused.checks:
                    yield checks.result(check.asset, check.name, results)
                raise
            checked = {kind: list(checks.results(con, day, KINDS[kind].plural, almanac.settings)) for kind in KINDS}
            shown = {
                kind: previews(
                    almanac,
                    lambda kind=kind: {
                        "most_liked": table(*most_liked(con, kind, day)),
                        "counters_moved": dg.MetadataValue.md(counters_moved(con, kind, day)),
                    },
                )
                for kind in KINDS
            }
    for kind in KINDS:
        loaded = kinds.get(kind) or LoadedKind(kind)  # no list or featured repo of the kind was requested
        yield dg.MaterializeResult(
            asset_key=KINDS[kind].plural,
            check_results=checked[kind],
            metadata={
                "dagster/row_count": loaded.rows,
                "duplicates": loaded.duplicates,
                "rejects": loaded.rejects,
                "private": loaded.private,
                **shown[kind],
                **(
                    {}
                    if loaded.changed_counter_share is None
                    else {"changed_counter_share": loaded.changed_counter_share}
                ),
            },
        )
