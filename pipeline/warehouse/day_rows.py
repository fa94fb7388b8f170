"""Match a day's staged rows to repos and descriptions, and replace the day with them.

Where rows come from: load.py (a spool), pipeline/imports (an archive). Both stage `staged_row`, `page`, `absent_repo`,
`rejected_row` and `private_row` first.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import duckdb

from pipeline.kinds import KINDS, Kind
from pipeline.warehouse.catalogue_tables import classify_descriptions, hash_catalogue
from pipeline.warehouse.repo_columns import repo_statement

OBSERVED_TABLES = ("daily", "compacted_day", "answer", "snapshot", "lookup", "reject", "private")


class DescriptionBatch(NamedTuple):
    """A relation of typed descriptions (`seq`, `oid`, columns of store.description) for pages `first` to `last`."""

    relation: str
    first: int | None = None
    last: int | None = None


class DescriptionSource(Protocol):
    """Where to read the descriptions of staged rows. `earlier`: the relation of earlier ones that they may equal."""

    earlier: str

    def read_compared(self, con: duckdb.DuckDBPyConnection) -> str:
        """Return a relation with the descriptions of `uncertain_row`."""
        ...

    def read_new(self, con: duckdb.DuckDBPyConnection) -> Iterator[DescriptionBatch]:
        """Yield relations with the descriptions of `new_row`."""
        ...


class Snapshot(NamedTuple):
    """The day's crawl or import, as store.snapshot has it. `source`, `fingerprint`: of an import."""

    day: dt.date
    scope: str
    status: str
    requests: int
    hub: str
    kinds: Sequence[Kind] = tuple(KINDS)
    source: str | None = None
    fingerprint: str | None = None


def match_repos(
    con: duckdb.DuckDBPyConnection, day: dt.date, kinds: Sequence[Kind], descriptions: DescriptionSource
) -> int:
    """Find each row's repo and description, and the day's previous rows; return the highest repo number.

    Only reads the store.
    """
    for name in ("stage_replaced_rows", "stage_replaced_snapshot"):
        con.execute(repo_statement(f"load/{name}"), {"date": day, "kinds": list(kinds)})
    [(last_known_repo,)] = con.execute("SELECT coalesce(max(repo), 0) FROM store.repo").fetchall()
    con.execute("SET VARIABLE newest = $newest", {"newest": last_known_repo})  # for views, which take no parameters
    for name in ("match_repos", "stage_new_repos", "number_new_repos", "define_row_sets"):
        con.execute(repo_statement(f"load/{name}"))
    con.execute(repo_statement("load/stage_changed_descriptions"), {"rows": descriptions.read_compared(con)})
    con.execute(repo_statement("load/stage_versions"), {"earlier": descriptions.earlier})
    con.execute(repo_statement("load/set_versions"))
    return last_known_repo


def replace_rows(
    con: duckdb.DuckDBPyConnection, snapshot: Snapshot, last_known_repo: int, descriptions: DescriptionSource
) -> None:
    """Replace the rows of a day and its snapshot's kinds, inside a transaction.

    `last_known_repo`: the highest repo number before the day. Derived history and unused descriptions are the caller's.
    """
    parameters = {"date": snapshot.day}
    delete_rows(con, snapshot.day, snapshot.kinds)
    _insert_descriptions(con, parameters, last_known_repo, descriptions)
    for name in ("insert_daily", "update_seen_days", "insert_lookups", "insert_rejects", "insert_private_repos"):
        con.execute(repo_statement(f"load/{name}"), parameters)
    con.execute(repo_statement("load/update_last_descriptions"), {**parameters, "newest": last_known_repo})
    snapshot_values = {
        "scope": snapshot.scope,
        "status": snapshot.status,
        "requests": snapshot.requests,
        "hub": snapshot.hub,
        "catalogue": hash_catalogue(con),
        "source": snapshot.source,
        "fingerprint": snapshot.fingerprint,
    }
    con.execute(repo_statement("load/insert_snapshot"), {**parameters, **snapshot_values})


def delete_rows(con: duckdb.DuckDBPyConnection, day: dt.date, kinds: Sequence[Kind] = tuple(KINDS)) -> None:
    """Delete what was observed on a day, for these kinds."""
    for table in OBSERVED_TABLES:
        con.execute(
            f"DELETE FROM store.{table} WHERE date = $date AND list_contains($kinds, kind)",
            {"date": day, "kinds": list(kinds)},
        )


def stage_removal(con: duckdb.DuckDBPyConnection, day: dt.date, kinds: Sequence[Kind] = tuple(KINDS)) -> None:
    """Stage a day's rows for `delete_unused_descriptions`, as replaced by none."""
    con.execute(repo_statement("load/stage_replaced_rows"), {"date": day, "kinds": list(kinds)})
    con.execute("CREATE OR REPLACE TEMP TABLE matched_row (repo INTEGER, version USMALLINT)")


def delete_unused_descriptions(con: duckdb.DuckDBPyConnection) -> None:
    """Delete what only the replaced rows used: a re-run leaves no trace."""
    con.execute(repo_statement("load/stage_unused_descriptions"))
    for table in ("description", "sparse_description", "member"):
        con.execute(
            f"DELETE FROM store.{table} d USING unused_description u WHERE d.repo = u.repo AND d.version = u.version"
        )
    for name in ("delete_unused_names", "clear_raw_hashes", "update_unseen_days", "delete_unseen_repos"):
        con.execute(repo_statement(f"load/{name}"))


def drop_temporary_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Free memory: these tables have a row for each repo."""
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        con.execute(f'DROP TABLE temp."{table}"')


def _insert_descriptions(
    con: duckdb.DuckDBPyConnection,
    parameters: dict[str, dt.date],
    last_known_repo: int,
    descriptions: DescriptionSource,
) -> None:
    con.execute(repo_statement("load/insert_repos"), parameters)
    con.execute("SET VARIABLE halfway = $newest + (SELECT count(*) // 2 FROM new_repo)", {"newest": last_known_repo})
    for batch in descriptions.read_new(con):
        con.execute(
            repo_statement("load/insert_first_descriptions"),
            {"rows": batch.relation, "first": batch.first, "last": batch.last},
        )
    for name in ("insert_next_descriptions", "define_unclassified"):
        con.execute(repo_statement(f"load/{name}"))
    con.execute(repo_statement("load/insert_names"), {"newest": last_known_repo})
    classify_descriptions(con)
