"""Restore what the lake lost with its files: hub.duckdb has the rows of every newest part."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import duckdb

from pipeline.config import Home
from pipeline.lake.connection import RECORDS_DAMAGED, translate_lake_errors
from pipeline.lake.layout import define_tables, read_lake_tables, replacing_table
from pipeline.lake.load import (
    LakeLoad,
    ReportRows,
    append_changes,
    append_rows,
    attach_published,
    ignore_rows,
    lake_lock,
)
from pipeline.lake.settings import LakeSettings
from pipeline.lake.verify import TableState, examine_tables, require_records
from pipeline.sql import statement


@dataclass(frozen=True)
class LakeRepair:
    """What a repair did. `rows`: restored; `lost_rows`: of earlier states, which hub.duckdb no longer has; `first_day`: the
    first one that time travel still shows.
    """

    load: LakeLoad
    tables: list[str]
    rows: int
    lost_rows: int
    first_day: dt.date | None


def repair_lake(
    con: duckdb.DuckDBPyConnection, home: Home, settings: LakeSettings, report: ReportRows = ignore_rows
) -> LakeRepair:
    """Load what the lake lacks, then restore lost rows under the number of their load, in one transaction.

    Of earlier states that are lost, time travel no longer shows any. Raises LakeError, LakeRefusal.
    """
    with lake_lock(home), translate_lake_errors(settings):
        attach_published(con, home.published)
        require_records(con, settings)
        with translate_lake_errors(settings, RECORDS_DAMAGED):
            load = append_changes(con, settings, report)  # from now on, hub.duckdb has every newest part
        states = [state for state in examine_tables(con) if state.is_damaged]
        rows, lost_rows = _restore(con, states) if states else (0, 0)
        [(first_day,)] = con.execute("SELECT min(day) FROM lake.almanac.load").fetchall()
        return LakeRepair(load, [state.table.name for state in states], rows, lost_rows, first_day)


def _restore(con: duckdb.DuckDBPyConnection, states: Sequence[TableState]) -> tuple[int, int]:
    """Replace the tables; a load at the same time makes it fail. Return the restored and the lost rows."""
    damaged_parts = [
        (state.table.name, load, part, is_restorable)
        for state in states
        for (load, part), is_restorable in state.damaged_versions.items()
    ]
    names = ("relation", "load", "part", "is_restorable")
    columns = {name: [row[position] for row in damaged_parts] for position, name in enumerate(names)}
    con.execute(statement("lake/stage_damaged_parts"), columns)
    [(rows, lost_rows)] = con.execute(
        "SELECT coalesce(sum(rows) FILTER (is_restorable), 0), coalesce(sum(rows) FILTER (NOT is_restorable), 0) FROM temp.replaced_part"
    ).fetchall()
    con.begin()
    con.execute("UPDATE lake.almanac.owner SET load = load")
    define_tables(con, (state.table for state in states if state.is_published))
    lake_tables = {table.name: table for table in read_lake_tables(con)}
    for state in states:
        with replacing_table(con, lake_tables[state.table.name]) as former:
            _copy_rows(con, state, former)
    con.execute("DELETE FROM temp.replaced_part WHERE is_restorable")
    con.execute(statement("lake/delete_replaced_parts"))
    con.commit()
    return rows, lost_rows


def _copy_rows(con: duckdb.DuckDBPyConnection, state: TableState, former: str) -> None:
    """Copy the intact rows from the former table, the restorable ones from hub.duckdb."""
    table = state.table
    for condition in state.readable:
        con.execute(
            f"INSERT INTO lake.{table.rows} BY NAME SELECT * FROM {former} t WHERE {condition} AND (t.load, {table.part}) NOT IN "
            "(SELECT (r.load, r.part) FROM temp.replaced_part r WHERE r.relation = $relation)",
            {"relation": table.name},
        )
    restorable = sorted(version for version, is_restorable in state.damaged_versions.items() if is_restorable)
    for load, versions in groupby(restorable, key=lambda version: version[0]):
        append_rows(con, table, load, [part for _, part in versions])
