import datetime as dt
from contextlib import suppress

import dagster as dg

from assets.boards import category_daily, movers, scorecard, trends
from assets.featured import featured
from pipeline.crawl.snapshot import delete_expired_spools
from pipeline.crawl.spool import mark_published
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import AlmanacError
from pipeline.i18n.messages import DEFAULT_LANGUAGE
from pipeline.marts.build import require_snapshot
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import DAILY_OPTIONS, build_previews, build_table
from pipeline.orchestration.failure_hooks import translate_errors
from pipeline.orchestration.previews.previews import read_preview
from pipeline.orchestration.resources import AlmanacHome
from pipeline.orchestration.run_retention import delete_old_runs
from pipeline.published.milestones import describe_milestones, read_milestones
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import verify_published
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.withholding import catch_data_fault


@dg.asset(
    **{**DAILY_OPTIONS, "hooks": {*DAILY_OPTIONS["hooks"], delete_old_runs}},
    deps=[trends, category_daily, movers, scorecard, featured],
    group_name="publish",
    kinds={"duckdb"},
    metadata={
        "rows": "A complete database: `models`, `datasets`, their histories, `trends`, `boards`, `featured`, `events`, …",
        "access": '`almanac sql "FROM duckdb_tables()"`, or any DuckDB client, read-only',
    },
    check_specs=checks.build_specs("published"),
)
def published(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """`hub.duckdb`: a read-only copy that atomically replaces yesterday's. Readers never wait and never see half a day.

    Before that, Almanac compacts months that ended at least a week ago to about a third of their size; their days stay the same.
    """
    day = dt.date.fromisoformat(context.partition_key)
    with translate_errors():
        with almanac.warehouse() as con:
            require_snapshot(con, day)
            compacted_months: list[dt.date] = []
            with catch_data_fault() as fault:  # months that fail to compact stay complete
                compacted_months = compact_past_months(con)
            if fault:
                context.log.warning(f"Could not compact past months, which stay complete: {fault.reason}")
            size = publish(con, almanac.home.warehouse, almanac.home.published)
            check_results = list(checks.check_published_file(verify_published(con, almanac.home.published)))
            preview_metadata = build_previews(
                almanac, lambda: {"contents": build_table(*read_preview(con, "published", day))}
            )
            coming = describe_milestones(DEFAULT_LANGUAGE, read_milestones(con, day))
        # delete pages only after publishing their day; if a crawl holds the spool, they go another day
        with suppress(AlmanacError), spool_lock(almanac.home.spool, timeout=30):
            mark_published(almanac.home.spool, day)
            delete_expired_spools(almanac.home.spool, day, almanac.settings.spool_days)
    almanac.home.last_failure.unlink(missing_ok=True)
    return dg.MaterializeResult(
        check_results=[checks.build_result("published", "published_equal", check_results)],
        metadata={
            **({"coming": coming} if coming else {}),
            **preview_metadata,
            "bytes": size,
            "file": dg.MetadataValue.path(str(almanac.home.published)),
            "compacted_months": f"could not compact: {fault.reason}"
            if fault
            else ", ".join(f"{month:%Y-%m}" for month in compacted_months) or "none was due",
        },
    )
