"""What is documented: the start of the graph."""

import dagster as dg

from pipeline.boards.markdown import table
from pipeline.catalogue import load_catalogue
from pipeline.failures import explained
from pipeline.resources import AlmanacHome
from pipeline.warehouse.load import load_catalogue as keep_catalogue


@dg.asset(group_name="catalogue", kinds={"toml", "duckdb"}, owners=["team:almanac"], pool="warehouse")
def catalogue(almanac: AlmanacHome) -> dg.MaterializeResult:
    """The documented categories and featured models, in English and Korean.

    Source: a Korean study page of 2025-03-06 (`pipeline/catalogue.toml`), and the home's own `catalogue.toml`.
    """
    with explained():
        read = load_catalogue(almanac.home.catalogue)
        with almanac.warehouse() as con:
            keep_catalogue(con, read)
    listed = table(
        ["category", "kind", "English", "Korean", "status"],
        ((c.slug, c.kind, c.name_en, c.name_ko, c.status) for c in read.categories),
    )
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(read.categories),
            "featured": len(read.featured),
            "categories": dg.MetadataValue.md(listed),
        }
    )
