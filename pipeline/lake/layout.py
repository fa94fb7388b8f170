"""The lake's tables: hub.duckdb's stored tables, in append-only parts.

A part is a day of a table with days, a month or a block of repos of other large ones, or a whole small table. A load appends the parts that
changed, with its number; of each part, the newest published load counts. `loads` and `loads_store` have all rows, `main` and `store` views of
the newest ones.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

import duckdb

from pipeline.lake.connection import quote
from pipeline.sql import statement

# Private: of the tokens' owner and of repos' owners (docs/security.md).
PRIVATE_TABLES = frozenset({"store.private", "store.true_download"})
ROW_SCHEMAS = {"main": "loads", "store": "loads_store"}
REPO_BLOCK_BITS = 18  # the blocks of store.daily


@dataclass(frozen=True)
class LakeTable:
    """A table of hub.duckdb. `columns`: type by name; `comments`: of columns, and of the table by ''."""

    name: str  # with its schema
    columns: dict[str, str]
    comments: dict[str, str]

    @property
    def rows(self) -> str:
        """The lake's table with the rows of all loads."""
        schema, _, name = self.name.partition(".")
        return f"{ROW_SCHEMAS[schema]}.{name}"

    @property
    def select_list(self) -> str:
        return ", ".join(f"t.{quote_name(name)}" for name in self.columns)

    @property
    def part(self) -> str:
        """The expression of a row's part, a BIGINT: days since 1970 where a table has days."""
        for name in ("date", "month"):
            if self.columns.get(name) == "DATE":
                return f"coalesce(date_diff('day', DATE '1970-01-01', t.{name}), -1)"
        if "repo" not in self.columns:
            return "CAST(0 AS BIGINT)"
        block = f"(CAST(t.repo AS BIGINT) >> {REPO_BLOCK_BITS})"
        # descriptions never change, and a repo's next one has the next version: only the blocks of new ones change
        return f"((CAST(t.version AS BIGINT) << 32) | {block})" if "version" in self.columns else block

    @property
    def has_days(self) -> bool:
        return self.columns.get("date") == "DATE"

    @property
    def digest(self) -> str:
        """The aggregate that identifies a part's rows, in any order."""
        names = sorted(self.columns)
        shape = sha256("\n".join(f"{name} {self.columns[name]}" for name in names).encode()).hexdigest()[:12]
        row = f"hash({', '.join(f't.{quote_name(name)}' for name in names)})"
        return f"concat({quote(shape)}, ':', count(*), ':', sum({row}), ':', bit_xor({row}))"

    def select_digests(self, place: str) -> str:
        """Return the query of parts with rows and digests, of hub.duckdb's table or the lake's view `place`."""
        return f"SELECT {self.part} AS part, count(*) AS rows, {self.digest} AS digest FROM {place} t GROUP BY 1 ORDER BY 1"

    def select_versions(self, condition: str) -> str:
        """Return the query of load, part, rows and digest of the lake's rows of several loads."""
        return (
            f"SELECT t.load, {self.part} AS part, count(*) AS rows, {self.digest} AS digest "
            f"FROM lake.{self.rows} t WHERE {condition} GROUP BY 1, 2"
        )

    def limit_to_part(self, part: int) -> str:
        """Return a condition that also reads only the files of this part, where the table has days or months."""
        for name in ("date", "month"):
            if self.columns.get(name) == "DATE":
                return f"t.{name} = DATE '1970-01-01' + {part}"
        return "true"

    def select_newest(self, newest: str, lake: str = "") -> str:
        """Return the query of the rows that count by the relation `newest`."""
        return (
            f"SELECT {self.select_list} FROM {lake}{self.rows} t SEMI JOIN (SELECT n.part, n.load FROM {newest} n "
            f"WHERE n.relation = {quote(self.name)}) n ON n.load = t.load AND n.part = {self.part}"
        )


def read_tables(con: duckdb.DuckDBPyConnection, database: str) -> list[LakeTable]:
    """Read the tables of hub.duckdb, attached as `database`, or those of the lake from its own columns."""
    tables: dict[str, LakeTable] = {}
    for name, table_comment, column, type_, comment in con.execute(
        statement("lake/columns"), {"database": database}
    ).fetchall():
        if name in PRIVATE_TABLES:
            continue
        table = tables.setdefault(name, LakeTable(name, {}, {"": table_comment} if table_comment else {}))
        table.columns[column] = type_
        if comment:
            table.comments[column] = comment
    return list(tables.values())


def define_tables(con: duckdb.DuckDBPyConnection, tables: Iterable[LakeTable]) -> None:
    """Create what the lake lacks: tables, columns, comments, views. Keeps replaced columns under another name."""
    existing_tables = {table.name: table for table in read_lake_tables(con)}
    for schema in (*ROW_SCHEMAS.values(), *ROW_SCHEMAS):
        con.execute(f"CREATE SCHEMA IF NOT EXISTS lake.{schema}")
    for table in tables:
        for change in _list_changes(table, existing_tables.get(table.name)):
            con.execute(change)
        con.execute(f"CREATE OR REPLACE VIEW lake.{table.name} AS {table.select_newest('almanac.newest')}")


@contextmanager
def replacing_table(con: duckdb.DuckDBPyConnection, table: LakeTable) -> Iterator[str]:
    """Create the lake's table again, with the same columns, and drop the former one, whose name it yields. In a transaction."""
    schema, _, name = table.rows.partition(".")
    former = quote_name(f"former {name}")
    con.execute(f"ALTER TABLE lake.{table.rows} RENAME TO {former}")
    for change in _list_changes(table, None):
        con.execute(change)
    yield f"lake.{schema}.{former}"
    con.execute(f"DROP TABLE lake.{schema}.{former}")


def needs_reshaping(con: duckdb.DuckDBPyConnection, tables: Iterable[LakeTable]) -> bool:
    """Whether a column's type changed, so that its rows of all parts must come in one transaction."""
    existing_tables = {table.name: table for table in read_lake_tables(con)}
    return any(
        existing.columns.get(name, type_) != type_
        for table in tables
        if (existing := existing_tables.get(table.name))
        for name, type_ in table.columns.items()
    )


def read_lake_tables(con: duckdb.DuckDBPyConnection) -> list[LakeTable]:
    """Read the lake's tables, named as in hub.duckdb, with the columns and comments of their rows."""
    names = {rows: schema for schema, rows in ROW_SCHEMAS.items()}
    tables: list[LakeTable] = []
    for table in read_tables(con, "lake"):
        schema, _, name = table.name.partition(".")
        if schema in names:
            columns = {column: type_ for column, type_ in table.columns.items() if column != "load"}
            tables.append(LakeTable(f"{names[schema]}.{name}", columns, table.comments))
    return tables


def read_current_tables(con: duckdb.DuckDBPyConnection) -> list[LakeTable]:
    """Read the lake's views of the newest rows: the tables that the last load saw, without former columns."""
    tables: dict[str, LakeTable] = {}
    for name, column, type_ in con.execute(statement("lake/view_columns")).fetchall():
        tables.setdefault(name, LakeTable(name, {}, {})).columns[column] = type_
    return list(tables.values())


def list_replaced(columns: Iterable[str]) -> set[str]:
    """Return the columns that keep rows of a former type."""
    return {name for name in columns if name.startswith("replaced ")}


def quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _list_changes(table: LakeTable, existing: LakeTable | None) -> Iterator[str]:
    rows = f"lake.{table.rows}"
    if existing is None:
        columns = ", ".join(f"{quote_name(name)} {type_}" for name, type_ in table.columns.items())
        yield f"CREATE TABLE {rows} (load BIGINT, {columns})"
        existing = LakeTable(table.name, dict(table.columns), {})
    replaced_count = len(list_replaced(existing.columns))
    for name, type_ in table.columns.items():
        if name in existing.columns and existing.columns[name] != type_:
            replaced_count += 1
            replaced_name = f"replaced {replaced_count} {name}"
            yield f"ALTER TABLE {rows} RENAME COLUMN {quote_name(name)} TO {quote_name(replaced_name)}"
        if existing.columns.get(name) != type_:
            yield f"ALTER TABLE {rows} ADD COLUMN {quote_name(name)} {type_}"
    for name, comment in table.comments.items():
        if existing.comments.get(name) != comment:
            place = f"COLUMN {rows}.{quote_name(name)}" if name else f"TABLE {rows}"
            yield f"COMMENT ON {place} IS {quote(comment)}"
