"""The Hub's fields in SQL: statements whose lists of columns follow from the registry (hub_api/fields.py).

A file of sql/ names such a list like a parameter, `$counters`; `repo_statement` puts the list in its place. Names and types are the
registry's own constants: nothing that a Hub answered becomes SQL here.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import duckdb

from pipeline.hub_api.fields import FIELDS, Column, Field, Shape, counters_of, fields_of
from pipeline.kinds import KINDS, RepoKind
from pipeline.sql import fill, statement

DESCRIBED = tuple(field for field in FIELDS if not field.counter)
COUNTED = tuple(field for field in FIELDS if field.counter)
COUNTER_TABLES = ("daily", "spell", "vanished")
# tables of store: the fields that each has columns for
TABLES = {"description": DESCRIBED, **dict.fromkeys(COUNTER_TABLES, COUNTED)}


@cache
def repo_statement(name: str) -> str:
    """The text of `sql/<name>.sql` with the lists of columns in it."""
    return fill(statement(name), _lists())


@cache
def published_views() -> str:
    """The views and macros that people query: of each kind of repo, and of all."""
    kinds = statement("schema/kind")
    views = [fill(kinds, _lists() | _lists_of(kind)) + _comments_of(kind) for kind in KINDS.values()]
    return "\n".join(
        (repo_statement("schema/rules"), repo_statement("schema/views"), *views, repo_statement("macros/macros"))
    )


def column_comments() -> str:
    """The comments of the columns that fields become in the tables as they are kept."""
    return "\n".join(
        _comment(f"store.{table}.{column.name}", column.comment)
        for table, fields in TABLES.items()
        for column in _columns(fields)
    )


def digest_of_fields() -> str:
    """A hash of the fields that describe a repo: which there are, how they are read, what becomes of them."""
    lists = _lists()
    return hashlib.sha256("\n".join((lists["description_types"], lists["description_values"])).encode()).hexdigest()


def add_repo_columns(con: duckdb.DuckDBPyConnection) -> None:
    """Add the columns of fields that the tables lack: all of them in a new warehouse, those of new fields in an older one, NULL in its
    rows."""
    for table, fields in TABLES.items():
        there = {name for name, *_ in con.execute(f"DESCRIBE store.{table}").fetchall()}
        for column in _columns(fields):
            if column.name not in there:
                con.execute(f"ALTER TABLE store.{table} ADD COLUMN {column.name} {column.type}")


def _columns(fields: Iterable[Field]) -> Iterator[Column]:
    return (column for field in fields for column in field.columns)


@cache
def _lists() -> dict[str, str]:
    """The lists of columns that SQL of all kinds uses."""
    read = [column for column in _columns(DESCRIBED) if column.value]
    # what describes a repo is taken as it came, and typed only where it may be new
    rows = {
        "_id": "VARCHAR",
        **{field.name: "JSON" if field in DESCRIBED else _type(field.shape) for field in (*DESCRIBED, *COUNTED)},
    }
    typed = {"_id": "VARCHAR", **{field.name: _type(field.shape) for field in DESCRIBED}}
    kinds = {f"'{column.name}'": str(list(field.kinds)) for field in COUNTED for column in field.columns}
    return {
        # reading pages: sql/load/stage_rows, define_reread_rows, define_kept_rows
        "row_types": _struct({name: f"'{type}'" for name, type in rows.items()}),
        "description": _struct({field.name: f"r.{field.name}" for field in DESCRIBED}),
        "description_fields": ", ".join(f"r.{field.name}" for field in DESCRIBED),
        "counter_values": ", ".join(f"{column.value} AS {column.name}" for column in _columns(COUNTED)),
        "description_types": _struct({name: f"'{type}'" for name, type in typed.items()}),
        "description_shape": f"'{json.dumps({field.name: field.shape for field in DESCRIBED})}'",
        "description_values": ", ".join(f"{column.value} AS {column.name}" for column in read),
        # comparing descriptions: sql/load/stage_versions, sql/derived_history/insert_events
        "new_state": ", ".join(_unordered(column, "new") for column in read),
        "old_state": ", ".join(_unordered(column, "old") for column in read),
        "changes": ",\n        ".join(_change(column) for column in _columns(DESCRIBED) if column.event != "no"),
        "changing_columns": ", ".join(column.name for column in _columns(DESCRIBED) if column.event != "no"),
        # counters
        "counters": ", ".join(column.name for column in _columns(COUNTED)),
        "newest_counters": ", ".join(f"arg_max({column.name}, seq) AS {column.name}" for column in _columns(COUNTED)),
        "kinds_of_counters": f"MAP {_struct(kinds)}",
        # everything that people read of a description
        "description_columns": ", ".join(_shown(column, "d") for column in _columns(DESCRIBED) if column.published),
    }


def _lists_of(kind: RepoKind) -> dict[str, str]:
    """The names and lists of columns of a kind: sql/schema/kind."""
    fields = fields_of(kind.name)
    shown = [
        _shown(column, "f" if field.counter else "d")
        for field in fields
        for column in field.columns
        if column.published
    ]
    return {
        "kind": kind.name,
        "repos": kind.plural,
        "history": kind.history,
        "on_day": f"{kind.plural}_on",
        "repo_columns": ", ".join(shown),
        "repo_counters": ", ".join(f"f.{name}" for name in counters_of(kind.name)),
    }


def _comments_of(kind: RepoKind) -> str:
    fields = fields_of(kind.name)
    now = [column for column in _columns(fields) if column.published]
    history = [column for field in fields if field.counter for column in field.columns]
    return "".join(
        _comment(f"{relation}.{column.name}", column.comment) + "\n"
        for relation, columns in ((kind.plural, now), (kind.history, history))
        for column in columns
    )


def _comment(column: str, text: str) -> str:
    quoted = text.replace("'", "''")
    return f"COMMENT ON COLUMN {column} IS '{quoted}';"


def _struct(values: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{name}: {value}' for name, value in values.items())}}}"


def _type(shape: Shape) -> str:
    """A shape as DuckDB writes the type."""
    if isinstance(shape, dict):
        return f"STRUCT({', '.join(f'{name} {_type(inner)}' for name, inner in shape.items())})"
    return f"{_type(shape[0])}[]" if isinstance(shape, list) else shape


def _shown(column: Column, table: str) -> str:
    return f"{_unordered(column, table)} AS {column.name}"


def _unordered(column: Column, table: str) -> str:
    return f"list_sort({table}.{column.name})" if column.sorted else f"{table}.{column.name}"


def _change(column: Column) -> str:
    name = column.name
    known = "true" if column.event == "any" else f"old.{name} IS NOT NULL AND new.{name} IS NOT NULL"
    return f"{{event: '{name}', old: CAST(old.{name} AS VARCHAR), new: CAST(new.{name} AS VARCHAR), known: {known}}}"
