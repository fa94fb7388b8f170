"""The data dictionary: relations, columns and macros with their comments.

Used by Dagster's column schemas and docs/tables.md. A column's comment has its meaning, then optional parts:

    Downloads of the trailing 30 days. Unit: downloads. Source: downloads. NULL: the answer held no such counter.

`Source`: fields of the Hub's API whose value it holds unchanged. A column without `NULL` is never NULL. A macro's comment ends with
`Example: ` and a call.
"""

import re
from dataclasses import dataclass
from functools import cache

import duckdb

from pipeline.ranking.board_comments import fill_in_boards
from pipeline.sql import TABLES, statement
from pipeline.warehouse.repo_columns import add_repo_columns, build_published_views

OWNERS_RELATIONS = frozenset({"true_downloads", "adoption_accuracy"})
"""Relations with private data of repos' owners: exported only by name."""
_COLUMN_COMMENT = re.compile(
    r"(?P<meaning>(?:(?!\bNULL\b|\b(?i:units?|sources?) ?:).)+\.)"
    r"(?: Unit: (?P<unit>[^.:]+)\.)?(?: Source: (?P<source>[\w.]+(?:, [\w.]+)*)\.)?(?: NULL: (?P<null>[^:]+)\.)?"
)
_MACRO_COMMENT = re.compile(r"(?P<meaning>.+\.) Example: (?P<example>FROM .+)")
_MACRO_HEAD = re.compile(r"^CREATE OR REPLACE MACRO (\w+)\((.*)\) AS TABLE$", re.MULTILINE)


@dataclass(frozen=True)
class Column:
    """A column of a public relation, with its comment in full and in parts."""

    name: str
    type: str
    comment: str
    meaning: str
    unit: str | None
    source: tuple[str, ...]
    null: str | None


@dataclass(frozen=True)
class Relation:
    """A public table or view."""

    name: str
    comment: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Macro:
    """A public table macro. `parameters`: default as SQL (None: required); `columns`: type."""

    name: str
    comment: str
    meaning: str
    example: str
    parameters: dict[str, str | None]
    columns: dict[str, str]


@cache
def load_relations() -> dict[str, Relation]:
    """Load the relations of the published database, by name. Raises ValueError for a comment in another format."""
    with open_empty_database() as con:
        comments = dict(con.execute(statement("published/relations")).fetchall())
        columns: dict[str, list[Column]] = {name: [] for name in comments}
        for relation, *column in con.execute(statement("published/columns")).fetchall():
            columns[relation].append(parse_column(relation, *column))
    return {name: Relation(name, comments[name] or "", tuple(columns[name])) for name in sorted(comments)}


@cache
def load_macros() -> dict[str, Macro]:
    """Load the macros of the published database, by name. Raises ValueError."""
    with open_empty_database() as con:
        comments = dict(
            con.execute(
                "SELECT function_name, comment FROM duckdb_functions() WHERE schema_name = 'main' AND NOT internal"
            ).fetchall()
        )
        # DuckDB lists parameters without their defaults
        heads = dict(_MACRO_HEAD.findall(build_published_views()))
        return {name: _build_macro(con, name, heads[name], comments[name] or "") for name in heads}


def parse_column(relation: str, name: str, type: str, comment: str | None) -> Column:
    """Parse a column's comment. Raises ValueError for another format."""
    parts = _COLUMN_COMMENT.fullmatch(comment or "")
    if parts is None:
        raise ValueError(
            f"The comment of {relation}.{name} must be sentences, then Unit, Source, NULL in this order: {comment}"
        )
    source = tuple(parts["source"].split(", ")) if parts["source"] else ()
    return Column(name, type, comment or "", parts["meaning"], parts["unit"], source, parts["null"])


def open_empty_database() -> duckdb.DuckDBPyConnection:
    """Create a database in memory without rows."""
    con = duckdb.connect(config={"threads": 1})
    con.begin()  # one transaction for hundreds of statements takes half the time
    con.execute(fill_in_boards("".join(map(statement, TABLES))))
    add_repo_columns(con)
    con.execute(build_published_views())
    con.commit()
    return con


def _build_macro(con: duckdb.DuckDBPyConnection, name: str, head: str, comment: str) -> Macro:
    parts = _MACRO_COMMENT.fullmatch(comment)
    if parts is None:
        raise ValueError(f"The comment of {name} must end with an example: {comment}")
    words = [word.partition(" := ") for word in head.split(", ")]
    parameters = {parameter: default or None for parameter, _, default in words}
    arguments = ", ".join("NULL" for default in parameters.values() if default is None)
    columns = {row[0]: row[1] for row in con.execute(f"DESCRIBE FROM {name}({arguments})").fetchall()}
    return Macro(name, comment, parts["meaning"], parts["example"], parameters, columns)
