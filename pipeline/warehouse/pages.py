"""Stage the pages of a spool (`page`, `absent_repo`) and read some again."""

from typing import Any

import duckdb
import pyarrow as pa

from pipeline.catalogue import split_selector
from pipeline.crawl.spool import Spool
from pipeline.user_paths import escape_glob
from pipeline.warehouse.repo_columns import repo_statement

SELECTOR = pa.struct({"pipeline_tag": pa.string(), "author": pa.string(), "filters": pa.list_(pa.string())})
PAGE_COLUMNS = pa.schema(
    {
        "path": pa.string(),
        "seq": pa.int64(),
        "file": pa.string(),
        "kind": pa.string(),
        "listing": pa.string(),
        "category": pa.string(),
        "selector": SELECTOR,
        "requested": pa.string(),
        "observed_at": pa.timestamp("us"),
    }
)
ABSENT_COLUMNS = pa.schema({"kind": pa.string(), "requested": pa.string()})


def stage_pages(con: duckdb.DuckDBPyConnection, spool: Spool) -> list[str]:
    """Create `page`, a row per page, and `absent_repo`; return the pages' paths in order, for DuckDB's readers."""
    page_rows = [
        {
            "path": escape_glob(spool.folder / page.file),
            "seq": number,
            "file": page.file,
            "kind": page.kind,
            "listing": page.listing,
            "category": page.category,
            "selector": None if page.selector is None else split_selector(page.selector),
            "requested": page.requested_id,
            "observed_at": page.at.replace(tzinfo=None),
        }
        for number, page in enumerate(spool.pages)
    ]
    absent_rows = [{"kind": record.kind, "requested": record.requested_id} for record in spool.missing]
    _create_temporary_table(con, "page", page_rows, PAGE_COLUMNS)
    _create_temporary_table(con, "absent_repo", absent_rows, ABSENT_COLUMNS)
    return [page["path"] for page in page_rows]


def find_pages(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[int, str]]:
    """Find number and path of pages by the query's `seq`."""
    return con.execute(f"SELECT seq, path FROM page SEMI JOIN ({query}) USING (seq) ORDER BY seq").fetchall()


def reread_pages(con: duckdb.DuckDBPyConnection, pages: list[tuple[int, str]]) -> None:
    """Define `reread_row`: typed rows of some pages."""
    # a view takes no parameters
    con.execute("SET VARIABLE pages = $pages", {"pages": [seq for seq, _ in pages]})
    con.execute("SET VARIABLE paths = $paths", {"paths": [path for _, path in pages]})
    con.execute(repo_statement("load/define_reread_rows"))


def _create_temporary_table(
    con: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]], columns: pa.Schema
) -> None:
    con.register("incoming", pa.Table.from_pylist(rows, columns))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM incoming")
    con.unregister("incoming")
