"""Build the SQL that turns a source's column into a normalized one, whatever its type.

A value of another type or out of the bounds of sql/load/define_bounds.sql becomes NULL.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection
from duckdb.sqltypes import DuckDBPyType

from pipeline.errors import ImportFault
from pipeline.imports.pieces import COLUMNS
from pipeline.notes import Note, Parameters
from pipeline.secrets import shorten

INTEGERS = frozenset({
    "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint",
})  # fmt: skip
NUMBERS = INTEGERS | {"float", "double", "decimal"}
TIMES = frozenset({"date", "timestamp", "timestamp with time zone", "timestamp_s", "timestamp_ms", "timestamp_ns"})
TEXTS = frozenset({"varchar", "enum", "uuid"})
MAX_TEXT = 1_000
MAX_JSON = 50_000  # characters of a text that holds a list or an object; the Hub's longest list of tags has 45,000
_EPOCH_MILLISECONDS = 100_000_000_000  # as seconds, this is the year 5138


@dataclass(frozen=True)
class SourceColumn:
    """A column or a field of one. `value`: SQL of its value in the row; `path`: as a person names it, `safetensors.total`."""

    path: str
    value: str
    type: DuckDBPyType

    @property
    def sql(self) -> str:
        """SQL of the value. A text is cut where it cannot be valid any more, before anything copies it for each row."""
        return cut_text(self.value, MAX_TEXT) if self.type.id == "varchar" else self.value

    @property
    def json(self) -> str:
        """SQL of a text that holds a list or an object."""
        return cut_text(self.value, MAX_JSON)

    @property
    def is_text(self) -> bool:
        return self.type.id in TEXTS


def quote_identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def cut_text(sql: str, length: int) -> str:
    return f"CASE WHEN strlen({sql}) > {length} THEN left({sql}, {length}) ELSE {sql} END"


def quote_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def find_column(types: Mapping[str, DuckDBPyType], path: str) -> SourceColumn | None:
    """Find a column by name, or a field of a struct or of JSON text by a dotted path; None if there is none."""
    if path in types:
        return SourceColumn(path, quote_identifier(path), types[path])
    name, _, rest = path.partition(".")
    if not rest or name not in types:
        return None
    sql, type_ = quote_identifier(name), types[name]
    for index, key in enumerate(keys := rest.split(".")):
        if type_.id in TEXTS:
            json_path = "$" + "".join(f'."{step}"' for step in keys[index:])
            json = cut_text(sql, MAX_JSON)
            text = f"CASE WHEN json_valid({json}) THEN json_extract_string({json}, {quote_text(json_path)}) END"
            return SourceColumn(path, text, DuckDBPyType("VARCHAR"))
        fields = _list_children(type_) if type_.id == "struct" else {}
        if key not in fields:
            return None
        sql, type_ = f"struct_extract({sql}, {quote_text(key)})", fields[key]
    return SourceColumn(path, sql, type_)


def build_value(name: str, column: SourceColumn) -> str:
    """Return the SQL of a normalized column. Raises ImportFault for a type that cannot hold it."""
    kind = COLUMNS[name]
    if name in ("oid", "id"):
        value = _build_text(column)
    elif name == "gated":
        # a bare `true` does not say which
        text = f"lower({_build_text(column)})" if _build_text(column) else None
        value = f"CASE WHEN {text} <> 'true' THEN text_in({text}) END" if text else None
    elif name == "disabled":
        value = f"TRY_CAST({column.sql} AS BOOLEAN)" if column.type.id in {"boolean", *TEXTS, *INTEGERS} else None
    elif name == "parameters":
        value = _build_count("parameters_in", column)
    elif name in ("tags", "base_models"):
        value = _build_list(name, column)
    elif kind == "VARCHAR":
        value = (text := _build_text(column)) and f"text_in({text})"
    elif kind == "BIGINT":
        value = _build_count("count_in", column)
    elif kind == "DOUBLE":
        number = f"TRY_CAST({column.sql} AS DOUBLE)"
        value = f"score_in({number})" if column.type.id in NUMBERS | TEXTS else None
    else:
        value = build_time(column)
        value = value and (f"CAST({value} AS DATE)" if kind == "DATE" else value)
    if value is None:
        wrong_type: Parameters = {
            "column": shorten(column.path, 80),
            "type": shorten(str(column.type), 80),
            "name": name,
        }
        raise ImportFault(Note("column_of_wrong_type", wrong_type), Note("nothing_imported"))
    return value


def build_time(column: SourceColumn) -> str | None:
    """Return the SQL of a time in UTC; numbers are seconds or milliseconds since 1970."""
    if column.type.id == "timestamp with time zone":
        return f"time_in({column.sql})"
    if column.type.id in TIMES:
        return f"utc_time_in(CAST({column.sql} AS TIMESTAMP))"
    if column.is_text:
        return f"time_in(TRY_CAST({column.sql} AS TIMESTAMPTZ))"
    if column.type.id in NUMBERS:
        seconds = f"CAST({column.sql} AS DOUBLE)"
        return (
            f"time_in(CASE WHEN {seconds} BETWEEN 0 AND {_EPOCH_MILLISECONDS} THEN to_timestamp({seconds}) "
            f"WHEN {seconds} BETWEEN 0 AND {_EPOCH_MILLISECONDS * 1000} THEN to_timestamp({seconds} / 1000) END)"
        )
    return None


def read_types(con: DuckDBPyConnection, query: str) -> Mapping[str, DuckDBPyType]:
    relation = con.sql(query)
    return dict(zip(relation.columns, relation.types, strict=True))


def _build_text(column: SourceColumn) -> str | None:
    if column.type.id in {"boolean", *TEXTS, *INTEGERS}:
        return column.sql if column.type.id == "varchar" else f"CAST({column.sql} AS VARCHAR)"
    return None


def _build_count(bounds: str, column: SourceColumn) -> str | None:
    if column.type.id in INTEGERS:
        return f"CAST({bounds}({column.sql}) AS BIGINT)"
    if column.type.id in NUMBERS | TEXTS:
        # Whole numbers up to 10^15 are exact. A part of a download is no count.
        number = f"TRY_CAST({column.sql} AS DOUBLE)"
        return f"TRY_CAST({bounds}(CASE WHEN {number} = trunc({number}) THEN {number} END) AS BIGINT)"
    return None


def _build_list(name: str, column: SourceColumn) -> str | None:
    bounds = "tags_in" if name == "tags" else "names_in"
    if name == "base_models" and column.type.id == "list":
        [element] = _list_children(column.type).values()
        if element.id == "struct" and "id" in _list_children(element):
            return f"names_in({column.sql})"
        if element.id == "varchar":
            return f"names_in(list_transform({column.sql}, lambda name: {{'id': name}}))"
        return None
    if column.is_text:  # JSON, or a list as Python writes it
        column = SourceColumn(column.path, f"TRY_CAST({column.json} AS VARCHAR[])", DuckDBPyType("VARCHAR[]"))
        return build_value(name, column)
    if column.type.id == "list" and [element.id for element in _list_children(column.type).values()] == ["varchar"]:
        return f"{bounds}({column.sql})"
    return None


def _list_children(nested_type: DuckDBPyType) -> dict[str, DuckDBPyType]:
    return {name: child for name, child in nested_type.children if isinstance(child, DuckDBPyType)}
