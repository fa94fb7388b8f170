"""What is documented: the start of the graph."""

import dagster as dg

from pipeline.catalogue import load_catalogue
from pipeline.errors import DaysMissing
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_metadata import OWNERS, POOL, described, table
from pipeline.orchestration.failure_hooks import explained, remember_failure
from pipeline.orchestration.resources import AlmanacHome
from pipeline.publishing.publish import require_history
from pipeline.warehouse.catalogue_tables import documented_kept
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue


@dg.asset(
    group_name="catalogue",
    kinds={"toml", "duckdb"},
    owners=OWNERS,
    pool=POOL,
    metadata=described("categories"),
    hooks={remember_failure},
    check_specs=checks.specs("catalogue"),
)
def catalogue(almanac: AlmanacHome) -> dg.MaterializeResult:
    """The documented categories and featured models, in English and Korean.

    Source: a Korean study page of 2025-03-06 (`pipeline/catalogue.toml`), and the home's own `catalogue.toml`.
    """
    with explained():
        read = load_catalogue(almanac.home.catalogue)
        home = almanac.home
        if (
            home.published.exists() and not home.warehouse.exists()
        ):  # before the Hub is asked: the day could not be published
            raise DaysMissing(
                f"There is no warehouse at {home.warehouse}, but {home.published} has days. Nothing was changed. `almanac restore` "
                f"makes the warehouse from it; to start over, move that file away."
            )
        with almanac.warehouse() as con:
            require_history(con, home.warehouse, home.published)
            keep_catalogue(con, read)
            kept = list(documented_kept(con, load_catalogue()))
    listed = table(
        ["category", "kind", "English", "Korean", "status"],
        ((c.slug, c.kind, c.name_en, c.name_ko, c.status) for c in read.categories),
    )
    return dg.MaterializeResult(
        check_results=[checks.result("catalogue", "documented_kept", kept)],
        metadata={
            "dagster/row_count": len(read.categories),
            "featured": len(read.featured),
            "categories": listed,
        },
    )
