"""Keep private repos, which a token may see in lists, out of everything published."""

import duckdb

from pipeline.sql import statement
from pipeline.warehouse.derived_history import restate_all_days
from pipeline.warehouse.pages import find_pages


def set_private_rows_aside(con: duckdb.DuckDBPyConnection, *, keep: bool) -> dict[str, int]:
    """Delete the staged rows of private repos; return their number by kind.

    `keep`: copy them to `private_row`, otherwise empty.
    """
    counts = dict(con.execute("SELECT kind, count(*) FROM staged_row WHERE is_private GROUP BY kind").fetchall())
    page_query = "SELECT seq FROM staged_row WHERE is_private" if counts else "SELECT min(seq) AS seq FROM page"
    private_pages = find_pages(con, page_query)
    parameters = {"pages": [seq for seq, _ in private_pages], "paths": [path for _, path in private_pages]}
    con.execute(statement("load/stage_private_rows"), {**parameters, "keep": keep and bool(counts)})
    if counts:
        con.execute(statement("load/delete_private_rows"))
    return counts


def forget_private_repos(con: duckdb.DuckDBPyConnection) -> None:
    """Delete private repos stored by an older version; inside a transaction."""
    if con.execute("SELECT 1 FROM store.description WHERE private LIMIT 1").fetchall():
        con.execute(statement("schema/forget_private_repos"))
        con.execute("DROP TABLE hidden; DROP TABLE hiding")
        restate_all_days(con)
