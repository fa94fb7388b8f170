import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import WarehouseError
from pipeline.publishing.publish import publish
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import THOROUGH
from tests.fixtures.days import Load, model
from tests.fixtures.processes import PATIENCE

# Polls until SIGTERM, then prints each pair of (rows of the day, ranks on its board) that it read: never a partial day.
READER = """
import signal, sys, time, duckdb
from tests.fixtures.processes import PATIENCE
stop = []
signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
counts = set()
print("reading", flush=True)
while not stop:
    with duckdb.connect(sys.argv[1], read_only=True) as con:
        counts.update(con.execute("SELECT (SELECT count(*) FROM models), (SELECT count(*) FROM trends WHERE board = 'attention')").fetchall())
    time.sleep(0.1)
print(sorted(counts))
"""


def test_readers_see_the_old_file_or_the_new_one(con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path) -> None:
    working, published = tmp_path / "warehouse" / "hub.duckdb", tmp_path / "hub.duckdb"
    load([model(n) for n in range(1, 31)])
    publish(con, working, published)
    assert published.stat().st_mode & 0o777 == 0o444
    readers = [
        subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-c", READER, str(published)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for reader in readers:
        assert reader.stdout is not None and reader.stdout.readline() == "reading\n"
    for number in range(20 if THOROUGH else 6):
        load([model(n) for n in range(1, 31 + 10 * (number % 2))])
        publish(con, working, published)
    for reader in readers:
        reader.send_signal(signal.SIGTERM)
        output, error_output = reader.communicate(timeout=PATIENCE)
        assert (reader.returncode, output.strip()) == (0, "[(30, 30), (40, 40)]"), error_output


def test_a_stale_wal_of_the_old_file_is_deleted(con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path) -> None:
    published = tmp_path / "hub.duckdb"
    load([model(n) for n in range(1, 31)])
    publish(con, tmp_path / "warehouse" / "hub.duckdb", published)
    (tmp_path / "hub.duckdb.wal").write_bytes(b"left by someone")
    publish(con, tmp_path / "warehouse" / "hub.duckdb", published)
    assert not (tmp_path / "hub.duckdb.wal").exists()
    with duckdb.connect(str(published), read_only=True) as copy:
        assert copy.execute("SELECT count(*) FROM models").fetchall() == [(30,)]


def test_a_copy_that_fails_leaves_the_published_file(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    published = tmp_path / "hub.duckdb"
    load([model(n) for n in range(1, 31)])
    publish(con, tmp_path / "warehouse" / "hub.duckdb", published)
    before = published.read_bytes()
    for wrong in (tmp_path / "nowhere", Path(__file__)):
        with pytest.raises(WarehouseError):
            publish(con, wrong, published)
    assert published.read_bytes() == before
    assert [path.name for path in tmp_path.glob(".hub*")] == []


def test_a_damaged_and_a_newer_warehouse_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "w" / "hub.duckdb"
    path.parent.mkdir()
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(WarehouseError), open_warehouse(path):
        pass
    path.unlink()
    with open_warehouse(path) as con:
        con.execute("UPDATE store.about SET value = '99' WHERE key = 'schema_version'")
    with pytest.raises(WarehouseError, match="99"), open_warehouse(path):
        pass


def test_the_holder_of_the_lock_is_named(tmp_path: Path) -> None:
    path = tmp_path / "w" / "hub.duckdb"
    with open_warehouse(path):
        pass
    hold = f"import duckdb, time; c = duckdb.connect({str(path)!r}); print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(WarehouseError, match=f"process {holder.pid}"), open_warehouse(path, patience=0.3):
            pass
    finally:
        holder.kill()
        holder.wait()
    with open_warehouse(path, patience=PATIENCE):
        pass
