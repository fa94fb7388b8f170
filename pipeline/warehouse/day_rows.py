"""Match a day's staged rows to repos and descriptions, and replace the day with them.

Where rows come from: load.py (a spool) stages `staged_row`, `page`, `absent_repo`, `rejected_row` and `private_row` first;
pipeline/imports (an archive) loads several days at once and uses parts of this.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

import duckdb

from pipeline.kinds import KINDS, Kind
from pipeline.warehouse.catalogue_tables import classify_descriptions, hash_catalogue
from pipeline.warehouse.repo_columns import repo_statement

OBSERVED_TABLES = ("daily", "compacted_day", "answer", "snapshot", "lookup", "reject", "private")


class DescriptionSource(Protocol):
    """Where to read the descriptions of staged rows. `earlier`: the relation of earlier ones that they may equal."""

    earlier: str

    def read_compared(self, con: duckdb.DuckDBPyConnection) -> str:
        """Return a relation with the typed descriptions of `uncertain_row` (`seq`, `oid`, columns of store.description)."""
        ...

    def insert_first(self, con: duckdb.DuckDBPyConnection) -> None:
        """Insert the descriptions of `new_row`."""
        ...


class Snapshot(NamedTuple):
    """The day's crawl, as store.snapshot has it."""

    day: dt.date
    scope: str
    status: str
    requests: int
    hub: str


def match_repos(con: duckdb.DuckDBPyConnection, descriptions: DescriptionSource) -> int:
    """Find the repo and description of each of `merged_row`; return the highest repo number. Only reads the store."""
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
    """Replace the rows of a day, inside a transaction.

    `last_known_repo`: the highest repo number before the day. Derived history and unused descriptions are the caller's.
    """
    parameters = {"date": snapshot.day}
    delete_rows(con, [snapshot.day])
    insert_descriptions(con, snapshot.day, last_known_repo, descriptions)
    for name in ("insert_daily", "update_seen_days", "insert_lookups", "insert_rejects", "insert_private_repos"):
        con.execute(repo_statement(f"load/{name}"), parameters)
    con.execute(repo_statement("load/update_last_descriptions"), {**parameters, "newest": last_known_repo})
    snapshot_values = {
        "scope": snapshot.scope,
        "status": snapshot.status,
        "requests": snapshot.requests,
        "hub": snapshot.hub,
        "catalogue": hash_catalogue(con),
    }
    con.execute(repo_statement("load/insert_snapshot"), {**parameters, **snapshot_values})


def delete_rows(con: duckdb.DuckDBPyConnection, days: Sequence[dt.date], kinds: Sequence[Kind] = tuple(KINDS)) -> None:
    """Delete what was observed on these days, for these kinds."""
    for table in OBSERVED_TABLES:
        con.execute(
            f"DELETE FROM store.{table} WHERE date BETWEEN $first AND $last AND list_contains($days, date) AND list_contains($kinds, kind)",
            _select_days(days, kinds),
        )


def stage_replaced_rows(
    con: duckdb.DuckDBPyConnection, days: Sequence[dt.date], kinds: Sequence[Kind] = tuple(KINDS)
) -> None:
    """Stage the days' rows before their replacement."""
    con.execute(repo_statement("load/stage_replaced_rows"), _select_days(days, kinds))


def stage_removal(
    con: duckdb.DuckDBPyConnection, days: Sequence[dt.date], kinds: Sequence[Kind] = tuple(KINDS)
) -> None:
    """Stage the days' rows for `delete_unused_descriptions`, as replaced by none."""
    stage_replaced_rows(con, days, kinds)
    con.execute("CREATE OR REPLACE TEMP TABLE matched_row (repo INTEGER, version USMALLINT)")


def delete_unused_descriptions(con: duckdb.DuckDBPyConnection) -> None:
    """Delete what only the replaced rows used: a re-run leaves no trace."""
    if not con.execute("SELECT 1 FROM replaced_row ANTI JOIN matched_row USING (repo, version) LIMIT 1").fetchall():
        return
    con.execute(repo_statement("load/stage_unused_descriptions"))
    for table in ("description", "sparse_version", "member"):
        con.execute(
            f"DELETE FROM store.{table} d USING unused_description u WHERE d.repo = u.repo AND d.version = u.version"
        )
    for name in ("delete_unused_names", "clear_raw_hashes", "update_unseen_days", "delete_unseen_repos"):
        con.execute(repo_statement(f"load/{name}"))


def drop_temporary_tables(con: duckdb.DuckDBPyConnection, *, keep: Collection[str] = ()) -> None:
    """Free memory: these tables have a row for each repo."""
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        if table not in keep:
            con.execute(f'DROP TABLE temp."{table}"')


def insert_descriptions(
    con: duckdb.DuckDBPyConnection, day: dt.date, last_known_repo: int, descriptions: DescriptionSource
) -> None:
    """Insert the new repos and descriptions that `match_repos` found, inside a transaction. `day`: of new repos."""
    news = "SELECT 1 FROM new_repo UNION ALL SELECT 1 FROM description_version WHERE changed LIMIT 1"
    if not con.execute(news).fetchall():
        return
    con.execute(repo_statement("load/insert_repos"), {"date": day})
    con.execute("SET VARIABLE halfway = $newest + (SELECT count(*) // 2 FROM new_repo)", {"newest": last_known_repo})
    descriptions.insert_first(con)
    for name in ("insert_next_descriptions", "define_unclassified"):
        con.execute(repo_statement(f"load/{name}"))
    con.execute(repo_statement("load/insert_names"), {"newest": last_known_repo})
    classify_descriptions(con)


def _select_days(days: Sequence[dt.date], kinds: Sequence[Kind]) -> dict[str, object]:
    """Return parameters of some days; the span prunes blocks, as a list does not."""
    return {"days": list(days), "kinds": list(kinds), "first": min(days), "last": max(days)}
