"""Fill the registry's column lists (hub_api/fields.py) into SQL.

Files of sql/ name a list like a parameter, `$counters`. Names and types are constants of the registry: nothing from the
Hub becomes SQL.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import duckdb

from pipeline.hub_api.fields import FIELDS, Column, Field, Shape, list_counters, list_fields
from pipeline.kinds import KINDS, RepoKind
from pipeline.sql import fill, statement
from pipeline.warehouse.name_rules import fill_in_names

DESCRIPTIVE_FIELDS = tuple(field for field in FIELDS if not field.counter)
COUNTER_FIELDS = tuple(field for field in FIELDS if field.counter)
COUNTER_TABLES = ("daily", "daily_interval", "vanished")
# the fields that each table of store has
FIELDS_BY_TABLE = {
    "description": DESCRIPTIVE_FIELDS,
    **dict.fromkeys(COUNTER_TABLES, COUNTER_FIELDS),
}


@cache
def repo_statement(name: str) -> str:
    return fill(statement(name), _build_lists())


@cache
def build_published_views() -> str:
    """Build the public views and macros, for each kind and for all."""
    kinds = statement("schema/kind")
    views = [
        fill(kinds, _build_lists() | _build_kind_lists(kind)) + _build_kind_comments(kind) for kind in KINDS.values()
    ]
    return "\n".join(
        (
            repo_statement("schema/rules"),
            fill_in_names(statement("macros/names")),
            repo_statement("schema/views"),
            *views,
            fill_in_names(repo_statement("macros/macros")),
            statement("schema/truth"),
        )
    )


def build_column_comments() -> str:
    """Build comments on field columns of stored tables."""
    return "\n".join(
        _write_comment(f"store.{table}.{column.name}", column.comment)
        for table, fields in FIELDS_BY_TABLE.items()
        for column in _list_columns(fields)
    )


def hash_fields() -> str:
    """Hash the descriptive fields and how they are read."""
    lists = _build_lists()
    return hashlib.sha256("\n".join((lists["description_types"], lists["description_values"])).encode()).hexdigest()


def add_repo_columns(con: duckdb.DuckDBPyConnection) -> None:
    """Add missing field columns, NULL in old rows."""
    for table, fields in FIELDS_BY_TABLE.items():
        existing_columns = {name for name, *_ in con.execute(f"DESCRIBE store.{table}").fetchall()}
        for column in _list_columns(fields):
            if column.name not in existing_columns:
                con.execute(f"ALTER TABLE store.{table} ADD COLUMN {column.name} {column.type}")


def _list_columns(fields: Iterable[Field]) -> Iterator[Column]:
    return (column for field in fields for column in field.columns)


@cache
def _build_lists() -> dict[str, str]:
    description_names = [column.name for column in _list_columns(DESCRIPTIVE_FIELDS)]
    read_columns = [column for column in _list_columns(DESCRIPTIVE_FIELDS) if column.value]
    # staged untyped; typed only where they may be new
    row_types = {
        "_id": "VARCHAR",
        **{
            field.name: "JSON" if field in DESCRIPTIVE_FIELDS else _write_type(field.shape)
            for field in (*DESCRIPTIVE_FIELDS, *COUNTER_FIELDS)
        },
    }
    description_types = {"_id": "VARCHAR", **{field.name: _write_type(field.shape) for field in DESCRIPTIVE_FIELDS}}
    kinds = {f"'{column.name}'": str(list(field.kinds)) for field in COUNTER_FIELDS for column in field.columns}
    return {
        # reading pages: sql/load/stage_rows, define_reread_rows, define_staged_descriptions
        "row_types": _write_struct({name: f"'{type}'" for name, type in row_types.items()}),
        "description": _write_struct({field.name: f"r.{field.name}" for field in DESCRIPTIVE_FIELDS}),
        "description_fields": ", ".join(f"r.{field.name}" for field in DESCRIPTIVE_FIELDS),
        "counter_values": ", ".join(f"{column.value} AS {column.name}" for column in _list_columns(COUNTER_FIELDS)),
        "description_types": _write_struct({name: f"'{type}'" for name, type in description_types.items()}),
        "description_shape": f"'{json.dumps({field.name: field.shape for field in DESCRIPTIVE_FIELDS})}'",
        "description_values": ", ".join(f"{column.value} AS {column.name}" for column in read_columns),
        # comparing descriptions: sql/load/stage_versions, sql/derived_history/insert_events
        "new_state": ", ".join(_sort_unordered(column, "new") for column in read_columns),
        "old_state": ", ".join(_sort_unordered(column, "old") for column in read_columns),
        "changes": ",\n        ".join(
            _write_change(column) for column in _list_columns(DESCRIPTIVE_FIELDS) if column.event != "no"
        ),
        "changing_columns": ", ".join(
            column.name for column in _list_columns(DESCRIPTIVE_FIELDS) if column.event != "no"
        ),
        # imports: sql/imports
        "archived_fields": ", ".join(column.name for column in read_columns),
        "own_fields": ", ".join(f"CAST(s.{column.name} AS VARCHAR)" for column in read_columns),
        "own_values": ", ".join(
            "d.id" if name == "id" else f"CASE WHEN list_contains(s.own_columns, '{name}') THEN d.{name} END AS {name}"
            for name in description_names
        ),
        "known_columns": ", ".join(f"CASE WHEN d.{name} IS NOT NULL THEN '{name}' END" for name in description_names),
        "filled_fields": ", ".join(f"coalesce(s.{name}, f.{name}) AS {name}" for name in description_names),
        "filled_state": ", ".join(f"filled.{name}" for name in description_names),
        "stored_state": ", ".join(f"d.{name}" for name in description_names),
        "no_counters": ", ".join(
            f"CAST(NULL AS {column.type}) AS {column.name}" for column in _list_columns(COUNTER_FIELDS)
        ),
        "changed_counter": " OR ".join(
            f"{column.name} IS DISTINCT FROM lag({column.name}) OVER ()" for column in _list_columns(COUNTER_FIELDS)
        ),
        "counters": ", ".join(column.name for column in _list_columns(COUNTER_FIELDS)),
        "newest_counters": ", ".join(
            f"arg_max({column.name}, seq) AS {column.name}" for column in _list_columns(COUNTER_FIELDS)
        ),
        "kinds_of_counters": f"MAP {_write_struct(kinds)}",
        "description_columns": ", ".join(
            _select_column(column, "d") for column in _list_columns(DESCRIPTIVE_FIELDS) if column.published
        ),
    }


def _build_kind_lists(kind: RepoKind) -> dict[str, str]:
    """Build a kind's names and column lists, for sql/schema/kind."""
    fields = list_fields(kind.name)
    repo_columns = [
        _select_column(column, "f" if field.counter else "d")
        for field in fields
        for column in field.columns
        if column.published
    ]
    return {
        "kind": kind.name,
        "repos": kind.plural,
        "history": kind.history,
        "on_day": f"{kind.plural}_on",
        "repo_columns": ", ".join(repo_columns),
        "repo_counters": ", ".join(f"f.{name}" for name in list_counters(kind.name)),
    }


def _build_kind_comments(kind: RepoKind) -> str:
    fields = list_fields(kind.name)
    repo_columns = [column for column in _list_columns(fields) if column.published]
    history_columns = [column for field in fields if field.counter for column in field.columns]
    return "".join(
        _write_comment(f"{relation}.{column.name}", column.comment) + "\n"
        for relation, columns in ((kind.plural, repo_columns), (kind.history, history_columns))
        for column in columns
    )


def _write_comment(column: str, text: str) -> str:
    escaped_text = text.replace("'", "''")
    return f"COMMENT ON COLUMN {column} IS '{escaped_text}';"


def _write_struct(values: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{name}: {value}' for name, value in values.items())}}}"


def _write_type(shape: Shape) -> str:
    if isinstance(shape, dict):
        return f"STRUCT({', '.join(f'{name} {_write_type(inner)}' for name, inner in shape.items())})"
    return f"{_write_type(shape[0])}[]" if isinstance(shape, list) else shape


def _select_column(column: Column, table: str) -> str:
    return f"{_sort_unordered(column, table)} AS {column.name}"


def _sort_unordered(column: Column, table: str) -> str:
    return f"list_sort({table}.{column.name})" if column.has_sorted_values else f"{table}.{column.name}"


def _write_change(column: Column) -> str:
    name = column.name
    condition = "true" if column.event == "any" else f"old.{name} IS NOT NULL AND new.{name} IS NOT NULL"
    return (
        f"{{event: '{name}', old: CAST(old.{name} AS VARCHAR), new: CAST(new.{name} AS VARCHAR), known: {condition}}}"
    )
