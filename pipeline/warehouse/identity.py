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
    return bool(con.execute("SELECT 1 FROM store.sparse_description LIMIT 1").fetchall())


def identify_repos(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """Move name-only rows to their repos and fill sparse descriptions, inside a transaction.

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
        con.execute(repo_statement("identity/insert_expanded_months"))
        con.execute(repo_statement("identity/update_named_rows"))
        delete_unused_descriptions(con)
    con.execute(repo_statement("identity/update_sparse_descriptions"))
    con.execute(
        "CREATE OR REPLACE TEMP VIEW unclassified_description AS "
        "SELECT d.* FROM store.description d SEMI JOIN filled_description USING (repo, version)"
    )
    classify_descriptions(con)
    con.execute(repo_statement("identity/insert_lookups"))
    filled_days = con.execute(
        "SELECT DISTINCT c.date FROM store.counted c SEMI JOIN filled_description USING (repo, version)"
    )
    return moved_days | {day for (day,) in filled_days.fetchall()}
