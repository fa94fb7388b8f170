"""Find out which repos the rows of archives belong to that name repos without their `_id`.

The rule is in sql/identity/stage_moves.sql. Like derived history, the result is a pure function of all observations:
whatever order days and archives come in, a name-only row ends at the same repo, or stays a provisional one.
"""

import datetime as dt

import duckdb

from pipeline.warehouse.catalogue_tables import classify_descriptions
from pipeline.warehouse.day_rows import delete_unused_descriptions
from pipeline.warehouse.repo_columns import repo_statement


def has_named_rows(con: duckdb.DuckDBPyConnection) -> bool:
    return bool(con.execute("SELECT 1 FROM store.sparse_version LIMIT 1").fetchall())


def identify_repos(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """Move name-only rows, and what was computed of them, to their repos and fill sparse descriptions, inside a transaction.

    Returns the days whose rows moved or are described otherwise. Derived history is stale afterwards if there are any.
    """
    for name in ("stage_names", "stage_moves"):
        con.execute(repo_statement(f"identity/{name}"))
    moved_days = {
        day
        for (day,) in con.execute(
            "SELECT DISTINCT c.date FROM name_move m JOIN store.counted c ON c.repo = m.repo AND c.version = m.version "
            "WHERE m.date IS NULL OR m.date = c.date"
        ).fetchall()
    }
    if moved_days:
        for name in ("stage_moved_oids", "insert_expanded_months", "update_named_rows", "update_boards"):
            con.execute(repo_statement(f"identity/{name}"))
        _classify(con, "SELECT target AS repo, new_version AS version FROM new_version")
        delete_unused_descriptions(con)
    _fill_descriptions(con, "store.sparse_version")
    filled_days = con.execute(
        "SELECT DISTINCT c.date FROM store.counted c SEMI JOIN filled_description USING (repo, version)"
    )
    return moved_days | {day for (day,) in filled_days.fetchall()}


def adopt_provisional_repos(con: duckdb.DuckDBPyConnection) -> bool:
    """Give new repos of the newest day the rows of provisional repos with their names, inside a transaction; return whether there are any.

    The same as identify_repos, where nobody else had the name, but at the cost of the day: no row moves. Table `adoption` says which.
    """
    con.execute(repo_statement("identity/stage_adoptions"))
    if not con.execute("SELECT 1 FROM adoption LIMIT 1").fetchall():
        return False
    con.execute(repo_statement("identity/update_adopting_repos"))
    _fill_descriptions(con, "adoption")
    return True


def _fill_descriptions(con: duckdb.DuckDBPyConnection, repos: str) -> None:
    """Fill the sparse descriptions of repos. `repos`: a table of them."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE repo_to_fill AS SELECT DISTINCT repo FROM {repos}")
    con.execute(repo_statement("identity/update_sparse_descriptions"))
    _classify(con, "SELECT repo, version FROM filled_description")
    con.execute(repo_statement("identity/insert_lookups"))


def _classify(con: duckdb.DuckDBPyConnection, versions: str) -> None:
    """Find the categories of descriptions. `versions`: a query of their repos and versions."""
    con.execute(
        "CREATE OR REPLACE TEMP VIEW unclassified_description AS "
        f"SELECT d.* FROM store.description d SEMI JOIN ({versions}) v USING (repo, version)"
    )
    classify_descriptions(con)
