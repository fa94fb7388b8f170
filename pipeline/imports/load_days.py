"""Load imported days into the warehouse: all days of a file and month at once, in one transaction.

Rows are matched by what identifies and describes a repo, which few rows change, and whole months become intervals without a
detour over days.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.imports.pieces import COLUMNS, COUNTERS, SORTED_BY
from pipeline.kinds import Kind
from pipeline.sql import fill, statement
from pipeline.user_paths import escape_glob
from pipeline.warehouse.catalogue_tables import hash_catalogue
from pipeline.warehouse.compaction import REPOS_PER_BATCH
from pipeline.warehouse.connection import mark_as_real, mark_history_stale, transaction
from pipeline.warehouse.day_rows import (
    delete_rows,
    delete_unused_descriptions,
    drop_temporary_tables,
    insert_descriptions,
    match_repos,
    stage_removal,
)
from pipeline.warehouse.repo_columns import repo_statement

DESCRIBING_COLUMN = "tags"  # a source without it does not describe repos
_TYPES = {**COLUMNS, "private": "BOOLEAN"}
_IDENTITY = ("day", "observed_at", "oid")


@dataclass(frozen=True)
class ArchivedDays:
    """Days of one kind and month in a piece's file. `scope`: archive (the whole Hub) or series.

    `partial_days`: those that are known to be cut short.
    """

    source: str
    address: str
    kind: Kind
    days: tuple[dt.date, ...]
    file: Path
    fingerprint: str
    scope: str
    partial_days: tuple[dt.date, ...] = ()

    @property
    def month(self) -> dt.date:
        return self.days[0].replace(day=1)


class ArchivedDescriptions:
    """Descriptions of archived rows. `sparse`: the source does not describe repos, or names them without `_id`."""

    def __init__(self, *, sparse: bool) -> None:
        self.earlier = "store.sparse_description" if sparse else "full_description"

    def read_compared(self, con: duckdb.DuckDBPyConnection) -> str:
        con.execute(repo_statement("imports/define_archived_descriptions"))
        return "archived_description"

    def insert_first(self, con: duckdb.DuckDBPyConnection) -> None:
        con.execute(repo_statement("imports/insert_first_descriptions"))


@dataclass(frozen=True)
class FileForm:
    """What a file has. `by_name`: it names repos without `_id`; `describes`: it has the columns that describe repos."""

    columns: frozenset[str]
    is_sorted: bool

    @property
    def by_name(self) -> bool:
        return "oid" not in self.columns

    @property
    def is_sparse(self) -> bool:
        return self.by_name or DESCRIBING_COLUMN not in self.columns

    @property
    def descriptions(self) -> ArchivedDescriptions:
        return ArchivedDescriptions(sparse=self.is_sparse)


def load_archived_days(con: duckdb.DuckDBPyConnection, days: ArchivedDays) -> None:
    """Replace the days' rows of their kind. Derived history and identities are stale until `finish_import`."""
    try:
        form = _define_rows(con, days)
        _stage_states(con, days)
        con.execute(repo_statement("imports/stage_archived_hours"))
        stage_removal(con, days.days, [days.kind])
        # Before the transaction: DuckDB reads a transaction's own rows with a single thread.
        newest = _match_layer(con, form, 1)
        with transaction(con):
            _delete_days(con, days.kind, days.days)
            mark_as_real(con)
            _insert_days(con, days, form, newest)
            drop_temporary_tables(con, keep=["replaced_row"])
            if con.execute("SELECT 1 FROM replaced_row LIMIT 1").fetchall():
                con.execute("CREATE TEMP TABLE matched_row (repo INTEGER, version USMALLINT)")  # any row may be gone
                delete_unused_descriptions(con)
    finally:
        drop_temporary_tables(con)


def delete_archived_days(con: duckdb.DuckDBPyConnection, kind: Kind, days: Sequence[dt.date]) -> None:
    """Delete the rows of a kind on imported days of one month. Derived history is stale until `finish_import`."""
    stage_removal(con, days, [kind])
    try:
        with transaction(con):
            _delete_days(con, kind, days)
            delete_unused_descriptions(con)
    finally:
        drop_temporary_tables(con)


def _define_rows(con: duckdb.DuckDBPyConnection, days: ArchivedDays) -> FileForm:
    """Define `archived_row`."""
    for name, value in (
        ("file", escape_glob(str(days.file))),
        ("kind", days.kind),
        ("month", days.month),
        ("days", [_number_day(days.days, number) for number in range(1, 32)]),
    ):
        con.execute(f"SET VARIABLE archive_{name} = $value", {"value": value})
    latest = dt.datetime.combine(days.days[-1] + dt.timedelta(1), dt.time())
    con.execute(repo_statement("load/define_bounds"), {"latest": latest})
    file = "read_parquet(getvariable('archive_file'), file_row_number = true)"
    columns = frozenset(row[0] for row in con.execute(f"DESCRIBE FROM {file}").fetchall())
    order = con.execute(
        "SELECT decode(value) FROM parquet_kv_metadata(getvariable('archive_file')) WHERE decode(key) = 'sorted_by'"
    ).fetchall()
    form = FileForm(columns, is_sorted=order == [(SORTED_BY,)])
    names = [name for name in _TYPES if name not in _IDENTITY]
    described_names = [name for name in names if name in columns and name not in COUNTERS]
    identity = "id" if form.by_name else "oid"
    lists = {
        "archived_columns": ", ".join(_select_column(name, columns) for name in names),
        "described_fields": ", ".join(
            ["'by name'" if form.by_name else "'by _id'", *(f"r.{name}" for name in described_names)]
        ),
        "identity": f"r.{identity}",
        "rows": f"SELECT *, file_row_number AS place FROM {file}"
        if form.is_sorted
        else f"SELECT *, row_number() OVER () AS place FROM (FROM {file} ORDER BY {identity}, day)",
    }
    con.execute(fill(repo_statement("imports/define_archived_rows"), lists))
    return form


def _stage_states(con: duckdb.DuckDBPyConnection, days: ArchivedDays) -> None:
    if len(days.days) == 1:
        layer, states = "1", "SELECT place AS number, identity, raw, day AS first, day AS last FROM archived_row"
    else:
        layer = "CAST(row_number() OVER (PARTITION BY identity ORDER BY number) AS INTEGER)"
        spans = "min(place) AS number, identity, raw, min(day) AS first, max(day) AS last"
        states = f"SELECT {spans} FROM archived_row GROUP BY identity, raw"
    con.execute(fill(statement("imports/stage_archived_states"), {"layer": layer, "states": states}))


def _number_day(days: Sequence[dt.date], day_of_month: int) -> int | None:
    """Return a day's place among the days, from 1; None if it is not one of them."""
    return next((place for place, day in enumerate(days, 1) if day.day == day_of_month), None)


def _select_column(name: str, columns: frozenset[str]) -> str:
    if name == "author":
        owner = "CASE WHEN contains(r.id, '/') THEN split_part(r.id, '/', 1) END"
        return f"coalesce(r.author, {owner}) AS author" if name in columns else f"{owner} AS author"
    return f"r.{name}" if name in columns else f"CAST(NULL AS {_TYPES[name]}) AS {name}"


def _delete_days(con: duckdb.DuckDBPyConnection, kind: Kind, days: Sequence[dt.date]) -> None:
    mark_history_stale(con, days)
    delete_rows(con, days, [kind])
    con.execute(statement("imports/delete_hidden_intervals"), {"kind": kind, "month": days[0].replace(day=1)})


def _match_layer(con: duckdb.DuckDBPyConnection, form: FileForm, layer: int) -> int:
    """Find the repos and descriptions of a layer of states; return the highest repo number."""
    con.execute("SET VARIABLE archive_layer = $layer", {"layer": layer})
    oid = "store.provisional_oid(getvariable('archive_kind'), identity)" if form.by_name else "identity"
    con.execute(fill(repo_statement("imports/stage_layer"), {"oid": oid}))
    return match_repos(con, form.descriptions)


def _insert_days(con: duckdb.DuckDBPyConnection, days: ArchivedDays, form: FileForm, newest: int) -> None:
    """Insert the days, of which the first layer is matched. `newest`: the highest repo number before."""
    [(layers,)] = con.execute("SELECT max(layer) FROM archived_state").fetchall()
    for layer in range(1, layers + 1):
        highest_repo = newest if layer == 1 else _match_layer(con, form, layer)
        insert_descriptions(con, days.days[0], highest_repo, form.descriptions)
        if form.is_sparse:
            con.execute(repo_statement("imports/insert_sparse_versions"), {"by_name": form.by_name})
        con.execute(statement("imports/insert_versions"))
    drop_temporary_tables(con, keep=["replaced_row", "archived_hour", "archived_state", "archived_version"])
    con.execute(statement("imports/update_repos"), {"newest": newest, "is_single_day": len(days.days) == 1})
    if _can_compact(con, days):
        _insert_intervals(con, days)
        con.execute(statement("imports/insert_compacted_days"))
    else:
        is_state_of_row = "s.number = r.place" if len(days.days) == 1 else "s.identity = r.identity AND s.raw = r.raw"
        con.execute(
            fill(repo_statement("imports/insert_rows"), {"is_state_of_row": is_state_of_row}), {"kind": days.kind}
        )
    con.execute(
        statement("imports/insert_snapshots"),
        {
            "kind": days.kind, "scope": days.scope, "partial_days": list(days.partial_days), "hub": days.address, "catalogue": hash_catalogue(con),
            "source": days.source, "fingerprint": days.fingerprint,
        },
    )  # fmt: skip


def _can_compact(con: duckdb.DuckDBPyConnection, days: ArchivedDays) -> bool:
    """Whether the days can be stored as intervals: several days, each of one hour, without others to merge them with."""
    [(only_hours,)] = con.execute("SELECT count(*) = count(DISTINCT day) FROM archived_hour").fetchall()
    compacted_days = con.execute(
        "SELECT 1 FROM store.compacted_day WHERE kind = $kind AND month = $month LIMIT 1",
        {"kind": days.kind, "month": days.month},
    ).fetchall()
    return len(days.days) > 1 and only_hours and not compacted_days


def _insert_intervals(con: duckdb.DuckDBPyConnection, days: ArchivedDays) -> None:
    """Insert intervals for so many repos at once as fit in memory."""
    first_names = con.execute(
        f"SELECT identity FROM (SELECT identity, row_number() OVER (ORDER BY identity) AS number FROM (SELECT DISTINCT identity FROM archived_state)) "
        f"WHERE number % {REPOS_PER_BATCH} = 1 ORDER BY number"
    ).fetchall()
    limits = [name for (name,) in first_names]
    for first, end in zip(limits, [*limits[1:], None], strict=True):
        con.execute(
            repo_statement("imports/insert_intervals"),
            {"kind": days.kind, "month": days.month, "from": first, "to": end},
        )
