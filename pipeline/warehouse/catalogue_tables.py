"""Store the catalogue in the warehouse, and each description's categories."""

import hashlib
from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from pipeline.catalogue import Catalogue, split_selector
from pipeline.notes import Note
from pipeline.sql import statement
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.quality_checks import CheckResult


def store_catalogue(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Replace the stored catalogue in one transaction."""
    sections = {section.slug: section for section in catalogue.sections}
    kinds = {category.slug: category.kind for category in catalogue.categories}
    category_rows = [
        {
            "position": position,
            **category.model_dump(),
            "hub_url": category.hub_url,
            "section_en": sections[category.section].name_en,
            "section_ko": sections[category.section].name_ko,
            **split_selector(category.params),
        }
        for position, category in enumerate(catalogue.categories)
    ]
    featured_rows = [
        {"position": position, **featured.model_dump(), "kind": kinds[featured.category]}
        for position, featured in enumerate(catalogue.featured)
    ]
    with transaction(con):
        selectors = _read_selectors(con)
        for table, rows in (("store.category", category_rows), ("store.watched", featured_rows)):
            con.execute(f"DELETE FROM {table}")
            names = _read_column_names(con, table)
            frame = pa.table({name: _to_arrow_array([row[name] for row in rows]) for name in names})
            con.register("incoming", frame)
            con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
            con.unregister("incoming")
        if selectors != _read_selectors(con):
            con.execute("DELETE FROM store.member")
            con.execute("CREATE OR REPLACE TEMP VIEW unclassified_description AS FROM store.description")
            classify_descriptions(con)


def check_catalogue(con: duckdb.DuckDBPyConnection, packaged_catalogue: Catalogue) -> Iterator[CheckResult]:
    """Check that no documented category or featured model is missing."""
    for table, names, subject in (
        ("category", {c.slug for c in packaged_catalogue.categories}, "documented_categories"),
        ("watched", {f.id for f in packaged_catalogue.featured}, "featured_models"),
    ):
        column = "slug" if table == "category" else "id"
        stored_names = {name for (name,) in con.execute(f"SELECT {column} FROM store.{table}").fetchall()}
        missing_names = ", ".join(sorted(names - stored_names))
        actual = Note("entries", {"entries": len(names & stored_names)})
        if missing_names:
            actual = Note("entries_without", {**actual.parameters, "names": missing_names})
        yield CheckResult(subject, Note("entries", {"entries": len(names)}), actual, not missing_names)


def _read_selectors(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str | None, str | None, list[str]]]:
    """Read the columns that decide membership."""
    return con.execute("SELECT slug, kind, pipeline_tag, author, filters FROM store.category ORDER BY slug").fetchall()


def hash_catalogue(con: duckdb.DuckDBPyConnection) -> str:
    """Hash the parts that results depend on."""
    featured_rows = con.execute("SELECT category, id, kind FROM store.watched ORDER BY ALL").fetchall()
    return hashlib.sha256(repr((_read_selectors(con), featured_rows)).encode()).hexdigest()


def classify_descriptions(con: duckdb.DuckDBPyConnection) -> None:
    """Assign the descriptions in `unclassified_description` to categories."""
    columns = ("slug", "kind", "pipeline_tag", "author", "filters")
    kinds = {kind for (kind,) in con.execute("SELECT DISTINCT kind FROM unclassified_description").fetchall()}
    for selector in _read_selectors(con):
        parameters = dict(zip(columns, selector, strict=True))
        if parameters["kind"] in kinds:
            con.execute(statement("load/insert_members"), parameters)


def _to_arrow_array(values: Sequence[object]) -> pa.Array:
    """Build an array; without values it has strings, with only empty lists lists of strings."""
    if values and all(value == [] for value in values):
        return pa.array(values, pa.list_(pa.string()))
    return pa.array(values) if any(value is not None for value in values) else pa.nulls(len(values))


def _read_column_names(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[0] for row in con.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()]
