"""Results too large for memory: DuckDB streams them, and must finish."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.warehouse import FIRST, Hub, insert_repos, write_day
from pipeline.catalogue import load_catalogue
from pipeline.publishing.publish import publish
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse

REPOS, DAYS = 60_000, 9
# A separate process, since a deadlocked query cannot be interrupted.
READER = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True, config={"threads": 2}) as con:
    con.execute("SET enable_progress_bar = false; SET streaming_buffer_size = '1KB'")  # DuckDB takes `python -c` for a session
    print(sum(1 for _ in iter(con.execute(sys.argv[2]).fetchone, None)))
"""


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More repos than one DuckDB vector holds."""
    home = tmp_path_factory.mktemp("long")
    path, public, hub = home / "warehouse" / "hub.duckdb", home / "hub.duckdb", Hub(REPOS)
    with open_warehouse(path) as con:
        store_catalogue(con, load_catalogue())
        insert_repos(con, hub)
        for number in range(DAYS):
            write_day(con, hub, FIRST + dt.timedelta(number))
        publish(con, path, public)
    return public


@pytest.mark.parametrize(
    "query",
    [
        "FROM growth('text-generation', 1)",  # from one earlier snapshot
        "FROM growth('text-generation', 20)",  # no observation 20 days ago
        "FROM models",
        "FROM datasets",
        f"FROM models_on('{FIRST}')",
        f"FROM model_history WHERE date = '{FIRST}'",
        "FROM dataset_history WHERE likes >= 0",
    ],
)
def test_a_large_result_finishes(public: Path, query: str) -> None:
    process = subprocess.run(
        [sys.executable, "-c", READER, str(public), query], capture_output=True, text=True, timeout=100, check=False
    )
    assert process.returncode == 0, process.stderr
    assert int(process.stdout) > 4096
