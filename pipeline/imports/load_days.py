"""Load imported days into the warehouse, each in one transaction."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.imports.pieces import COLUMNS
from pipeline.kinds import Kind
from pipeline.sql import fill
from pipeline.warehouse.connection import STALE_HISTORY, holds_sample_data, transaction, write_about
from pipeline.warehouse.day_rows import (
    DescriptionBatch,
    Snapshot,
    delete_rows,
    delete_unused_descriptions,
    drop_temporary_tables,
    match_repos,
    replace_rows,
    stage_removal,
)
from pipeline.warehouse.repo_columns import repo_statement

DESCRIBING_COLUMN = "tags"  # a source without it does not describe repos


@dataclass(frozen=True)
class ArchivedDay:
    """A day of a kind in a piece's file. `scope`: archive (the whole Hub) or series. `partial`: known to be cut short."""

    source: str
    address: str
    kind: Kind
    date: dt.date
    file: Path
    fingerprint: str
    scope: str
    partial: bool

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(
            self.date,
            self.scope,
            "limited" if self.partial else "ok",
            0,
            self.address,
            (self.kind,),
            self.source,
            self.fingerprint,
        )


class ArchivedDescriptions:
    """Descriptions of archived rows. `sparse`: the source does not describe repos, or names them without `_id`."""

    def __init__(self, *, sparse: bool) -> None:
        self.earlier = "store.sparse_description" if sparse else "full_description"

    def read_compared(self, con: duckdb.DuckDBPyConnection) -> str:
        con.execute(repo_statement("imports/define_archived_descriptions"))
        return "archived_description"

    def read_new(self, con: duckdb.DuckDBPyConnection) -> Iterator[DescriptionBatch]:
        yield DescriptionBatch(self.read_compared(con))


def load_archived_day(con: duckdb.DuckDBPyConnection, day: ArchivedDay) -> None:
    """Replace the day's rows of its kind. Derived history and identities are stale until `finish_import`."""
    try:
        sparse = _stage_rows(con, day)
        descriptions = ArchivedDescriptions(sparse=sparse)
        last_known_repo = match_repos(con, day.date, [day.kind], descriptions)
        with transaction(con):
            _mark_stale(con, day.date)
            if holds_sample_data(con) is None:
                write_about(con, "sample", "false")
            replace_rows(con, day.snapshot, last_known_repo, descriptions)
            if sparse:
                con.execute(repo_statement("imports/insert_sparse_descriptions"))
            delete_unused_descriptions(con)
    finally:
        drop_temporary_tables(con)


def delete_archived_day(con: duckdb.DuckDBPyConnection, kind: Kind, date: dt.date) -> None:
    """Delete an imported day's rows of a kind. Derived history is stale until `finish_import`."""
    stage_removal(con, date, [kind])
    try:
        with transaction(con):
            _mark_stale(con, date)
            delete_rows(con, date, [kind])
            delete_unused_descriptions(con)
    finally:
        drop_temporary_tables(con)


def _stage_rows(con: duckdb.DuckDBPyConnection, day: ArchivedDay) -> bool:
    """Stage the day's rows; return whether its descriptions are sparse."""
    latest = dt.datetime.combine(day.date + dt.timedelta(1), dt.time())
    con.execute(repo_statement("load/define_bounds"), {"latest": latest})
    for name, value in (("file", str(day.file)), ("kind", day.kind), ("day", day.date), ("source", day.source)):
        con.execute(f"SET VARIABLE archive_{name} = $value", {"value": value})
    present = {row[0] for row in con.execute("DESCRIBE FROM read_parquet(getvariable('archive_file'))").fetchall()}
    columns = ", ".join(_select_column(name, present) for name in [*COLUMNS, "private"] if name not in _IDENTITY)
    oid = "r.oid" if "oid" in present else "CAST(NULL AS VARCHAR)"
    query = repo_statement("imports/define_archived_rows")
    con.execute(fill(query, {"archived_columns": columns, "archived_oid": oid}))
    con.execute(repo_statement("imports/stage_archived_rows"))
    con.execute(repo_statement("load/merge_rows"))
    [(names_only,)] = con.execute("SELECT coalesce(bool_or(by_name), false) FROM archived_row").fetchall()
    return names_only or DESCRIBING_COLUMN not in present


_IDENTITY = ("day", "observed_at", "oid")
_TYPES = {**COLUMNS, "private": "BOOLEAN"}


def _select_column(name: str, present: set[str]) -> str:
    if name == "author":
        owner = "CASE WHEN contains(r.id, '/') THEN split_part(r.id, '/', 1) END"
        return f"coalesce(r.author, {owner}) AS author" if name in present else f"{owner} AS author"
    return f"r.{name}" if name in present else f"CAST(NULL AS {_TYPES[name]}) AS {name}"


def _mark_stale(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    write_about(con, STALE_HISTORY, "true")
    con.execute("INSERT INTO store.changed_day VALUES ($day)", {"day": day})
