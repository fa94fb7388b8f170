import dagster as dg

from pipeline.catalogue import load_catalogue
from pipeline.errors import MissingDays
from pipeline.notes import Note
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_keys import WAREHOUSE_POOL
from pipeline.orchestration.asset_metadata import OWNERS, build_table, describe_relation
from pipeline.orchestration.failure_hooks import remember_failure, translate_errors
from pipeline.orchestration.resources import AlmanacHome
from pipeline.publishing.publish import require_history
from pipeline.warehouse.catalogue_tables import check_catalogue, store_catalogue


@dg.asset(
    group_name="catalogue",
    kinds={"toml", "duckdb"},
    owners=OWNERS,
    pool=WAREHOUSE_POOL,
    metadata=describe_relation("categories"),
    hooks={remember_failure},
    check_specs=checks.build_specs("catalogue"),
)
def catalogue(almanac: AlmanacHome) -> dg.MaterializeResult:
    """The categories and featured repos, in English and Korean.

    Sources: a Korean study page of 2025-03-06 (`pipeline/catalogue.toml`) and the home's own `catalogue.toml`.
    """
    with translate_errors():
        home_catalogue = load_catalogue(almanac.home.catalogue)
        home = almanac.home
        if (
            home.published.exists() and not home.warehouse.exists()
        ):  # before the crawl, since the day could not be published
            raise MissingDays(
                Note("lost_warehouse", {"warehouse": str(home.warehouse), "path": str(home.published)}),
                Note("unchanged"),
                Note("restore_or_start_over", {"command": "almanac restore", "path": str(home.published)}),
            )
        with almanac.warehouse() as con:
            require_history(con, home.warehouse, home.published)
            store_catalogue(con, home_catalogue)
            check_results = list(check_catalogue(con, load_catalogue()))
    category_table = build_table(
        ["category", "kind", "English", "Korean", "status"],
        ((c.slug, c.kind, c.name_en, c.name_ko, c.status) for c in home_catalogue.categories),
    )
    return dg.MaterializeResult(
        check_results=[checks.build_result("catalogue", "documented_kept", check_results)],
        metadata={
            "dagster/row_count": len(home_catalogue.categories),
            "featured": len(home_catalogue.featured),
            "categories": category_table,
        },
    )
