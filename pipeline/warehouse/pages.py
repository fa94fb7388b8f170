"""The pages of a spool as temporary tables (`page`, `absent_repo`), and reading some of them again."""

from typing import Any

import duckdb
import pyarrow as pa

from pipeline.crawl.spool import Spool
from pipeline.typed_paths import exact
from pipeline.warehouse.repo_columns import repo_statement


def stage_pages(con: duckdb.DuckDBPyConnection, spool: Spool) -> list[str]:
    """Make `page`, a row a page, and `absent_repo`; the files for DuckDB's readers, in the order of their numbers."""
    pages = [
        {
            "path": exact(spool.folder / page.file),
            "seq": number,
            "file": page.file,
            "kind": page.kind,
            "listing": page.listing,
            "category": page.category,
            "requested": page.requested,
            "observed_at": page.at.replace(tzinfo=None),
        }
        for number, page in enumerate(spool.pages)
    ]
    absent = [{"kind": record.kind, "requested": record.requested} for record in spool.missing]
    _temporary(con, "page", pages, ["path", "file", "kind", "listing", "category", "requested"])
    _temporary(con, "absent_repo", absent, ["kind", "requested"])
    return [page["path"] for page in pages]


def pages_of(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[int, str]]:
    """Number and file of the pages whose `seq` the query gives, in their order."""
    return con.execute(f"SELECT seq, path FROM page SEMI JOIN ({query}) USING (seq) ORDER BY seq").fetchall()


def read_pages_again(con: duckdb.DuckDBPyConnection, pages: list[tuple[int, str]]) -> None:
    """Make `reread_row` the typed rows of some pages."""
    # for a view, which takes no parameters
    con.execute("SET VARIABLE pages = $pages", {"pages": [seq for seq, _ in pages]})
    con.execute("SET VARIABLE paths = $paths", {"paths": [path for _, path in pages]})
    con.execute(repo_statement("load/define_reread_rows"))


def _temporary(con: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]], texts: list[str]) -> None:
    columns: dict[str, pa.Array] = {key: pa.array([row[key] for row in rows], pa.string()) for key in texts}
    if rows:
        columns |= {key: pa.array([row[key] for row in rows]) for key in rows[0] if key not in texts}
    con.register("incoming", pa.table(columns))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM incoming")
    con.unregister("incoming")
