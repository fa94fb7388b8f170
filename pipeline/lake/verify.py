"""Compare the lake's rows with those of hub.duckdb, and with the lake's own records of each load."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import duckdb

from pipeline.config import Home
from pipeline.lake.connection import RECORDS_DAMAGED, describe_lake_error, is_file_damage, translate_lake_errors
from pipeline.lake.layout import LakeTable, list_replaced, read_lake_tables, read_tables
from pipeline.lake.load import attach_published, require_owner
from pipeline.lake.session import require_load
from pipeline.lake.settings import LakeSettings
from pipeline.sql import statement

Versions = dict[tuple[int, int], tuple[int, str]]  # rows and digest by load and part


@dataclass(frozen=True)
class TableComparison:
    """A table's rows in hub.duckdb and in the lake, how many of its parts differ in any row, and how many of all loads the lake lost.

    `reason`: why a file cannot be read.
    """

    name: str
    published_rows: int
    lake_rows: int
    different_parts: int
    damaged_parts: int
    reason: str

    @property
    def is_damaged(self) -> bool:
        return bool(self.damaged_parts or self.reason)


@dataclass(frozen=True)
class TableState:
    """What each load appended to a table, and what is there.

    `table`: with the columns to compare. `readable`: by the condition that reads them. `newest`: load by part.
    `damaged_versions`: what is not as recorded; True if hub.duckdb has the same rows as the record.
    """

    table: LakeTable
    is_published: bool
    published: dict[int, tuple[int, str]]
    readable: dict[str, Versions]
    newest: dict[int, int]
    damaged_versions: dict[tuple[int, int], bool]
    reason: str

    @property
    def is_damaged(self) -> bool:
        """Also if an unreadable file has only rows that no longer count."""
        return bool(self.damaged_versions or self.reason)


def compare_lake(con: duckdb.DuckDBPyConnection, home: Home, settings: LakeSettings) -> list[TableComparison]:
    """Read all rows of both and compare their digests by part. Raises LakeError, LakeRefusal."""
    with translate_lake_errors(settings):
        attach_published(con, home.published)
        require_records(con, settings)
        return [_compare(state) for state in examine_tables(con) if state.is_published or state.is_damaged]


def require_records(con: duckdb.DuckDBPyConnection, settings: LakeSettings) -> None:
    """Raise LakeError if the lake's own records are missing or damaged, LakeRefusal if they are another almanac's."""
    with translate_lake_errors(settings, RECORDS_DAMAGED):
        require_load(con, None)
        require_owner(con)
        con.execute(statement("lake/read_records")).fetchall()


def examine_tables(con: duckdb.DuckDBPyConnection) -> Iterator[TableState]:
    """Read the rows of all loads, and those of hub.duckdb."""
    records = con.execute(statement("lake/recorded_parts")).fetchall()
    records_by_table = {name: list(group) for name, group in groupby(records, key=lambda record: record[0])}
    lake_tables = {table.name: table for table in read_lake_tables(con)}
    published_tables = {table.name: table for table in read_tables(con, "hub")}
    for name in [*published_tables, *sorted(lake_tables.keys() - published_tables.keys())]:
        recorded_versions: Versions = {}
        newest: dict[int, int] = {}
        for _, load, part, rows, digest, is_newest in records_by_table.get(name, []):
            recorded_versions[load, part] = (rows, digest)
            if is_newest:
                newest[part] = load
        table, published = _choose_columns(published_tables.get(name), lake_tables.get(name)), {}
        if name in published_tables:
            published = _read_parts(con, published_tables[name].select_digests(f"hub.{name}"))
        readable, reason = _read_versions(con, table, recorded_versions) if name in lake_tables else ({}, "")
        damaged_versions = _find_damaged(recorded_versions, readable, published)
        yield TableState(table, name in published_tables, published, readable, newest, damaged_versions, reason)


def _compare(state: TableState) -> TableComparison:
    versions_found = {version: facts for versions in state.readable.values() for version, facts in versions.items()}
    lake_parts = {
        part: versions_found[load, part] for part, load in state.newest.items() if (load, part) in versions_found
    }
    different = {part for part, _ in set(state.published.items()) ^ set(lake_parts.items())}
    rows = [sum(rows for rows, _ in parts.values()) for parts in (state.published, lake_parts)]
    return TableComparison(
        state.table.name, rows[0], rows[1], len(different), len(state.damaged_versions), state.reason
    )


def _choose_columns(published: LakeTable | None, existing: LakeTable | None) -> LakeTable:
    """Return the table with hub.duckdb's columns, or those of the lake where it lacks one of them, until the next load."""
    if published and (existing is None or published.columns.items() <= existing.columns.items()):
        return published
    table = existing or LakeTable("", {}, {})
    replaced_names = list_replaced(table.columns)
    columns = {name: type_ for name, type_ in table.columns.items() if name not in replaced_names}
    return LakeTable(table.name, columns, table.comments)


def _read_versions(
    con: duckdb.DuckDBPyConnection, table: LakeTable, recorded_versions: Iterable[tuple[int, int]]
) -> tuple[dict[str, Versions], str]:
    """Read what can be read: all, or else load by load, or else part by part. Return also why not all."""
    try:
        return {"true": _read_rows(con, table, "true")}, ""
    except duckdb.Error as error:
        if not is_file_damage(error):
            raise
        reason = describe_lake_error(error)
    readable: dict[str, Versions] = {}
    for load, versions in groupby(sorted(recorded_versions), key=lambda version: version[0]):
        condition = f"t.load = {load}"
        if _try_rows(con, table, condition, readable):
            continue
        for _, part in versions:
            if (limit := table.limit_to_part(part)) != "true":
                _try_rows(con, table, f"{condition} AND {limit}", readable)
    return readable, reason


def _try_rows(con: duckdb.DuckDBPyConnection, table: LakeTable, condition: str, readable: dict[str, Versions]) -> bool:
    try:
        readable[condition] = _read_rows(con, table, condition)
    except duckdb.Error as error:
        if not is_file_damage(error):
            raise
        return False
    return True


def _find_damaged(
    recorded_versions: Versions, readable: dict[str, Versions], published: dict[int, tuple[int, str]]
) -> dict[tuple[int, int], bool]:
    """List what cannot be read, lacks rows, or differs from a record with which hub.duckdb agrees.

    Another digest alone proves nothing: columns or DuckDB's hashes may have changed since.
    """
    versions_found = {version: facts for versions in readable.values() for version, facts in versions.items()}
    damaged_versions: dict[tuple[int, int], bool] = {}
    for version, facts in recorded_versions.items():
        is_restorable = published.get(version[1]) == facts
        actual = versions_found.get(version)
        if actual is None or actual[0] != facts[0] or (actual != facts and is_restorable):
            damaged_versions[version] = is_restorable
    return damaged_versions


def _read_parts(con: duckdb.DuckDBPyConnection, query: str) -> dict[int, tuple[int, str]]:
    return {part: (rows, digest) for part, rows, digest in con.execute(query).fetchall()}


def _read_rows(con: duckdb.DuckDBPyConnection, table: LakeTable, condition: str) -> Versions:
    rows = con.execute(table.select_versions(condition)).fetchall()
    return {(load, part): (count, digest) for load, part, count, digest in rows}
