"""The assets of a day's repos, one per kind, loaded in one transaction."""

import datetime as dt
from collections.abc import Iterator

import dagster as dg

from assets.crawl import crawl
from assets.imports import imported_history
from pipeline.crawl.spool import find_finished_spool
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import RejectedDay, WrongDay
from pipeline.hub_api.fields import list_counters
from pipeline.kinds import KINDS
from pipeline.notes import Note
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_keys import WAREHOUSE_POOL, asset_key
from pipeline.orchestration.asset_metadata import (
    FRESH_BY_NOON,
    OWNERS,
    build_previews,
    build_table,
    describe_relation,
)
from pipeline.orchestration.failure_hooks import remember_failure, translate_errors
from pipeline.orchestration.partitions import DAYS
from pipeline.orchestration.previews.previews import draw_refresh_chart, read_most_liked
from pipeline.orchestration.resources import AlmanacHome
from pipeline.warehouse.load import LoadedKind, load_day


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            kind.plural,
            deps=[crawl, imported_history],
            group_name="hub",
            kinds={"duckdb"},
            owners=OWNERS,
            freshness_policy=FRESH_BY_NOON,
            metadata=describe_relation(
                kind.history,
                "load/stage_rows",
                "load/insert_daily",
                "load/define_row_sets",
                example_query=f"FROM {kind.plural}_on(current_date)",
            ),
            description=f"Every {kind.name} observed on the day, as the Hub's API returned it: {', '.join(list_counters(kind.name))}, "
            "description; how it was observed (`status`). The Hub's _id identifies a repo. Loading a day "
            "again replaces only that day.",
        )
        for kind in KINDS.values()
    ],
    hooks={remember_failure},
    check_specs=checks.build_specs(*(kind.plural for kind in KINDS.values())),
    partitions_def=DAYS,
    pool=WAREHOUSE_POOL,
)
def repos(
    context: dg.AssetExecutionContext, almanac: AlmanacHome
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Load the day's spool."""
    day = dt.date.fromisoformat(context.partition_key)
    with translate_errors(), spool_lock(almanac.home.spool):
        spool = find_finished_spool(almanac.home.spool, day)
        if spool is None:
            raise WrongDay(Note("materialize_crawl", {"date": str(day)}), Note("unchanged"))
        with almanac.warehouse() as con:
            try:
                loaded_kinds = {loaded_kind.kind: loaded_kind for loaded_kind in load_day(con, spool, almanac.settings)}
            except RejectedDay as error:
                for check, results in error.checks:
                    yield checks.build_result(check.asset, check.name, results)
                raise
            check_results = {
                kind: list(checks.run_query_checks(con, day, KINDS[kind].plural, almanac.settings)) for kind in KINDS
            }
            preview_metadata = {
                kind: build_previews(
                    almanac,
                    lambda kind=kind: {
                        "most_liked": build_table(*read_most_liked(con, kind, day)),
                        "counters_moved": dg.MetadataValue.md(draw_refresh_chart(con, kind, day)),
                    },
                )
                for kind in KINDS
            }
    for kind in KINDS:
        loaded_kind = loaded_kinds.get(kind) or LoadedKind(kind)  # the crawl requested no repos of the kind
        yield dg.MaterializeResult(
            asset_key=asset_key(KINDS[kind].plural),
            check_results=check_results[kind],
            metadata={
                "dagster/row_count": loaded_kind.rows,
                "duplicates": loaded_kind.duplicates,
                "rejects": loaded_kind.rejects,
                "private": loaded_kind.private,
                **preview_metadata[kind],
                **(
                    {}
                    if loaded_kind.changed_counter_share is None
                    else {"changed_counter_share": loaded_kind.changed_counter_share}
                ),
            },
        )
