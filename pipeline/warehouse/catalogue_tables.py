"""The catalogue as the warehouse holds it: categories, featured models, and which descriptions belong to which category.

What belongs here: store.category, store.watched, store.member. What does not: reading catalogue.toml (pipeline/catalogue.py).
"""

import hashlib
from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from pipeline.catalogue import Catalogue
from pipeline.sql import statement
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.quality_checks import Looked


def load_catalogue(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Replace the kept catalogue, in one transaction."""
    sections = {section.slug: section for section in catalogue.sections}
    kinds = {category.slug: category.kind for category in catalogue.categories}
    categories = [
        {
            "position": position,
            **c.model_dump(),
            "hub_url": c.hub_url,
            "section_en": sections[c.section].name_en,
            "section_ko": sections[c.section].name_ko,
            "pipeline_tag": dict(c.params).get("pipeline_tag"),
            "author": dict(c.params).get("author"),
            "filters": [value for key, value in c.params if key == "filter"],
        }
        for position, c in enumerate(catalogue.categories)
    ]
    watched = [
        {"position": position, **f.model_dump(), "kind": kinds[f.category]}
        for position, f in enumerate(catalogue.featured)
    ]
    with transaction(con):
        selectors = _selectors(con)
        for table, rows in (("store.category", categories), ("store.watched", watched)):
            con.execute(f"DELETE FROM {table}")
            names = _columns(con, table)
            frame = pa.table({name: _strings([row[name] for row in rows]) for name in names})
            con.register("incoming", frame)
            con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
            con.unregister("incoming")
        if selectors != _selectors(con):
            con.execute("DELETE FROM store.member")
            con.execute("CREATE OR REPLACE TEMP VIEW unclassified_description AS FROM store.description")
            classify(con)


def documented_kept(con: duckdb.DuckDBPyConnection, documented: Catalogue) -> Iterator[Looked]:
    """Whether the kept catalogue has each category and featured model that is documented."""
    for table, names, what in (
        ("category", {c.slug for c in documented.categories}, "documented categories"),
        ("watched", {f.id for f in documented.featured}, "featured models"),
    ):
        column = "slug" if table == "category" else "id"
        kept = {name for (name,) in con.execute(f"SELECT {column} FROM store.{table}").fetchall()}
        lost = ", ".join(sorted(names - kept))
        seen = f"{len(names & kept)}{f', without {lost}' if lost else ''}"
        yield Looked(what, str(len(names)), seen, not lost)


def _selectors(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str | None, str | None, list[str]]]:
    """What decides which repos belong to which category."""
    return con.execute("SELECT slug, kind, pipeline_tag, author, filters FROM store.category ORDER BY slug").fetchall()


def catalogue_of(con: duckdb.DuckDBPyConnection) -> str:
    """A hash of the kept catalogue, as far as anything is computed from it."""
    watched = con.execute("SELECT category, id, kind FROM store.watched ORDER BY ALL").fetchall()
    return hashlib.sha256(repr((_selectors(con), watched)).encode()).hexdigest()


def classify(con: duckdb.DuckDBPyConnection) -> None:
    """Note which categories the descriptions in `unclassified_description` belong to."""
    columns = ("slug", "kind", "pipeline_tag", "author", "filters")
    for selector in _selectors(con):
        con.execute(statement("load/insert_members"), dict(zip(columns, selector, strict=True)))


def _strings(values: Sequence[object]) -> pa.Array:
    """An Arrow array; a column without any value is one of strings, one of empty lists is one of lists of strings."""
    if values and all(value == [] for value in values):
        return pa.array(values, pa.list_(pa.string()))
    return pa.array(values) if any(value is not None for value in values) else pa.nulls(len(values))


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[0] for row in con.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()]
