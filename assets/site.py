import datetime as dt

import dagster as dg

from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import DAILY_OPTIONS
from pipeline.orchestration.failure_hooks import translate_errors
from pipeline.orchestration.resources import AlmanacHome
from pipeline.published.days import read_day_span
from pipeline.published.reader import open_published


@dg.asset(
    **DAILY_OPTIONS,
    deps=["published"],
    group_name="publish",
    kinds={"html"},
    metadata={
        "rows": "Pages in English and Korean, feeds, JSON files, badges and the living document of the last day.",
        "access": "`almanac report --serve`, or open index.html",
    },
    check_specs=checks.build_specs("site"),
)
def site(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """`site/` in the home: static files built from the published database.

    The site shows the last day, so materializing an earlier day builds nothing; ALMANAC_PAGES=off skips it.
    """
    from pipeline.site.build import build_site  # noqa: PLC0415  slow to import

    day = dt.date.fromisoformat(context.partition_key)
    with translate_errors(), open_published(almanac.home) as con:
        _, last = read_day_span(con, "trends")
        if day != last or not almanac.settings.pages:
            skip_reason = f"the site shows {last}" if day != last else "ALMANAC_PAGES is off"
            links_result = checks.build_result("site", "links_lead", checks.check_links([]))
            return dg.MaterializeResult(check_results=[links_result], metadata={"built": f"nothing: {skip_reason}"})
        settings = almanac.settings
        site_files = build_site(con, almanac.home.site, day, settings.site_url or None, settings.least_share)
    return dg.MaterializeResult(
        check_results=[checks.build_result("site", "links_lead", checks.check_links(site_files.broken_links))],
        metadata={
            "built": f"{site_files.file_count:,} files, {site_files.written_count:,} of them new or changed",
            "files": site_files.file_count,
            "removed": site_files.removed_count,
            "omitted_rows": site_files.omitted_row_count,
            "page": dg.MetadataValue.path(str(almanac.home.site / "index.html")),
        },
    )
