"""Bring the lake up to date with hub.duckdb: append what changed, publish it in one step."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb

from pipeline.config import Home
from pipeline.errors import LakeRefusal, LockTimeout
from pipeline.files import lock
from pipeline.lake.connection import RECORDS_DAMAGED, quote, translate_lake_errors
from pipeline.lake.layout import LakeTable, define_tables, needs_reshaping, read_tables
from pipeline.lake.place import CLAIMED_FILES, require_own_place
from pipeline.lake.settings import LakeSettings
from pipeline.notes import Note
from pipeline.sql import statement

BATCH_ROWS = 20_000_000  # of a transaction; a load of fewer rows is one


@dataclass(frozen=True)
class PartChange:
    """A part to append; an empty `digest`: it is gone from hub.duckdb."""

    table: LakeTable
    part: int
    rows: int
    digest: str


@dataclass(frozen=True)
class LakeLoad:
    """What a load did. `number` None: the lake was up to date. `days`: days with changed rows."""

    number: int | None
    rows: int
    days: list[dt.date]


ReportRows = Callable[[int, int], None]  # loaded and all rows


def ignore_rows(loaded_rows: int, all_rows: int) -> None:
    pass


@contextmanager
def lake_lock(home: Home, patience: float = 5.0) -> Iterator[None]:
    """Admit one load or maintenance of this home. Raises LakeRefusal if another is under way."""
    try:
        with lock(home.warehouse.parent / ".lake.lock", patience):
            yield
    except LockTimeout:
        raise LakeRefusal(Note("lake_busy"), Note("lake_unchanged")) from None


def attach_published(con: duckdb.DuckDBPyConnection, published: Path) -> None:
    """Attach hub.duckdb as `hub`, read-only."""
    con.execute(f"ATTACH {quote(str(published))} AS hub (READ_ONLY)")


def load_lake(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    settings: LakeSettings,
    report: ReportRows = ignore_rows,
    batch_rows: int = BATCH_ROWS,
) -> LakeLoad:
    """Append the parts of hub.duckdb that the lake lacks, and publish them at once.

    A load of more than `batch_rows` takes several transactions, whose rows nobody sees before the last; after an interruption, the next load
    goes on. Raises LakeError, LakeRefusal.
    """
    with lake_lock(home), translate_lake_errors(settings, RECORDS_DAMAGED):  # reads no other files
        attach_published(con, home.published)
        return append_changes(con, settings, report, batch_rows)


def append_changes(
    con: duckdb.DuckDBPyConnection, settings: LakeSettings, report: ReportRows, batch_rows: int = BATCH_ROWS
) -> LakeLoad:
    """Load what hub.duckdb, attached, has and the lake lacks. Under the lake's lock."""
    almanac = _claim(con, settings)
    tables = read_tables(con, "hub")
    changes = find_changes(con, tables)
    [(last_number, published_number, published_day)] = con.execute(statement("lake/last_loads")).fetchall()
    day = read_last_day(con)
    if not changes and last_number == published_number and day == published_day:
        return LakeLoad(None, 0, [])
    number = last_number + 1
    reshapes = needs_reshaping(con, tables)
    batches = [changes] if reshapes else list(split_batches(changes, batch_rows))
    all_rows, loaded_rows = sum(change.rows for change in changes), 0
    for position, batch in enumerate(batches):
        con.begin()
        con.execute(
            "UPDATE lake.almanac.owner SET load = $load WHERE almanac = $almanac",
            {"load": number, "almanac": almanac},
        )
        if position == 0:
            define_tables(con, tables)
        for rows in _append(con, batch, number):
            loaded_rows += rows
            report(loaded_rows, all_rows)
        if position == len(batches) - 1:
            con.execute(statement("lake/insert_load"), {"load": number, "day": day})
        con.commit()
    return LakeLoad(number, all_rows, list_days(changes))


def find_changes(con: duckdb.DuckDBPyConnection, tables: Iterable[LakeTable]) -> list[PartChange]:
    """Compare digests of hub.duckdb's parts with those of the lake's newest loads, also of an unfinished one."""
    lake_digests = {
        (relation, part): digest for relation, part, digest, _ in con.execute(statement("lake/newest_parts")).fetchall()
    }
    changes: list[PartChange] = []
    for table in tables:
        for part, rows, digest in con.execute(table.select_digests(f"hub.{table.name}")).fetchall():
            if lake_digests.pop((table.name, part), None) != digest:
                changes.append(PartChange(table, part, rows, digest))
    table_by_name = {table.name: table for table in tables}
    removals = [
        PartChange(table_by_name.get(relation) or LakeTable(relation, {}, {}), part, 0, "")
        for relation, part in sorted(lake_digests)
    ]
    return changes + removals


def split_batches(changes: Iterable[PartChange], batch_rows: int) -> Iterator[list[PartChange]]:
    """Split into lists of at most `batch_rows` rows, except single larger parts; at least one list."""
    batch: list[PartChange] = []
    rows = 0
    for change in changes:
        if batch and rows + change.rows > batch_rows:
            yield batch
            batch, rows = [], 0
        batch.append(change)
        rows += change.rows
    yield batch


def list_days(changes: Iterable[PartChange]) -> list[dt.date]:
    """List the days of changed parts of tables with days."""
    epoch = dt.date(1970, 1, 1)
    return sorted(
        {epoch + dt.timedelta(change.part) for change in changes if change.table.has_days and change.part > 0}
    )


def read_last_day(con: duckdb.DuckDBPyConnection) -> dt.date | None:
    return con.execute("SELECT max(date) FROM hub.store.snapshot").fetchall()[0][0]


def require_owner(con: duckdb.DuckDBPyConnection) -> str:
    """Return the id of the lake's almanac. Raises LakeRefusal if it is not the attached hub.duckdb's."""
    [(almanac,)] = con.execute("SELECT max(value) FROM hub.store.about WHERE key = 'almanac'").fetchall()
    if con.execute("SELECT almanac FROM lake.almanac.owner").fetchall() != [(almanac,)]:
        raise LakeRefusal(Note("lake_of_another_almanac"), Note("lake_unchanged"))
    return almanac


def _claim(con: duckdb.DuckDBPyConnection, settings: LakeSettings) -> str:
    """Return the almanac's id; create the records of a new lake, with their owner. Raises LakeRefusal."""
    owners = "FROM duckdb_tables() WHERE database_name = 'lake' AND schema_name = 'almanac' AND table_name = 'owner'"
    con.begin()
    if not con.execute(owners).fetchall():
        require_own_place(con, settings, CLAIMED_FILES)
        con.execute(statement("lake/define_records"))
    with suppress(duckdb.TransactionException):  # another almanac claimed the lake at the same time
        con.commit()
    return require_owner(con)


def append_rows(con: duckdb.DuckDBPyConnection, table: LakeTable, number: int, parts: list[int]) -> None:
    """Append hub.duckdb's rows of these parts under a load's number."""
    names = ", ".join(f'"{name}"' for name in table.columns)
    con.execute(
        f"INSERT INTO lake.{table.rows} (load, {names}) SELECT $load, {table.select_list} FROM hub.{table.name} t "
        f"WHERE {table.part} IN (SELECT unnest($parts))",
        {"load": number, "parts": parts},
    )


def _append(con: duckdb.DuckDBPyConnection, batch: Iterable[PartChange], number: int) -> Iterator[int]:
    """Append the parts' rows, then their records; yield the rows of each table."""
    batch = list(batch)
    for table, changes in groupby(batch, key=lambda change: change.table):
        parts = [change.part for change in changes if change.digest]
        if parts:
            append_rows(con, table, number, parts)
        yield sum(change.rows for change in batch if change.table is table)
    if batch:
        columns = {
            "relation": [change.table.name for change in batch],
            "part": [change.part for change in batch],
            "rows": [change.rows for change in batch],
            "digest": [change.digest for change in batch],
        }
        con.execute(statement("lake/insert_parts"), {"load": number, **columns})
