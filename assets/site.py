"""The pages for people who would rather look than read."""

import datetime as dt

import dagster as dg

from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import DAILY
from pipeline.orchestration.failure_hooks import explained
from pipeline.orchestration.resources import AlmanacHome
from pipeline.published.days import span_of
from pipeline.published.reader import published


@dg.asset(
    **DAILY,
    deps=["published"],
    group_name="publish",
    kinds={"html"},
    metadata={
        "rows": "Pages in English and Korean, feeds, JSON files, badges and the living document of the last day.",
        "ask": "`almanac report --serve`, or open index.html",
    },
    check_specs=checks.specs("site"),
)
def site(context: dg.AssetExecutionContext, almanac: AlmanacHome) -> dg.MaterializeResult:
    """`site/` in the home: plain files that need no server, made from the published database.

    The site shows the last day: nothing is made for a day before it, nor where ALMANAC_PAGES is off.
    """
    from pipeline.site.build import build_site  # noqa: PLC0415  slow to import

    day = dt.date.fromisoformat(context.partition_key)
    with explained(), published(almanac.home) as con:
        _, last = span_of(con, "trends")
        if day != last or not almanac.settings.pages:
            why = f"the site shows {last}" if day != last else "ALMANAC_PAGES is off"
            none = checks.result("site", "links_lead", checks.links_lead([]))
            return dg.MaterializeResult(check_results=[none], metadata={"made": f"nothing: {why}"})
        built = build_site(con, almanac.home.site, day, almanac.settings.site_url or None)
    return dg.MaterializeResult(
        check_results=[checks.result("site", "links_lead", checks.links_lead(built.broken))],
        metadata={
            "made": f"{built.files:,} files, {built.written:,} of them new or changed",
            "files": built.files,
            "removed": built.removed,
            "left_out": built.left_out,
            "page": dg.MetadataValue.path(str(almanac.home.site / "index.html")),
        },
    )
