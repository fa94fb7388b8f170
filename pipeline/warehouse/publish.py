"""The published copy: a closed, read-only file that replaces its predecessor at once, or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb

from pipeline.errors import WarehouseError
from pipeline.hub.spool import sync_folder

# In a process of its own: opening and closing the file in this one would drop DuckDB's lock on it.
COPY = """
import os, shutil, sys
shutil.copyfile(sys.argv[1], sys.argv[2])
with open(sys.argv[2], "rb+") as copy:
    os.fsync(copy.fileno())
"""
COUNTED = ("models", "datasets", "trends", "featured", "category_daily", "snapshots")


def publish(con: duckdb.DuckDBPyConnection, working: Path, published: Path) -> int:
    """Copy the working database, which `con` holds open, to `published`. Its size, bytes.

    Readers of the old file keep it; new ones see the new file whole. Raises WarehouseError, and leaves the published
    file as it was, when the copy cannot be made or does not open or differs.
    """
    con.execute("CHECKPOINT")
    fresh = published.with_name(f".{published.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        copied = subprocess.run(  # noqa: S603  our own interpreter and our own paths
            [sys.executable, "-I", "-S", "-c", COPY, str(working), str(fresh)],
            capture_output=True,
            text=True,
            check=False,
        )
        if copied.returncode:
            last = (copied.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise WarehouseError(f"The database could not be copied for publishing: {last}. The published file stays.")
        _compare(con, fresh)
        fresh.chmod(0o444)
        # Someone who opened the old file for writing may have left this; it would break every open of the new one.
        published.with_name(published.name + ".wal").unlink(missing_ok=True)
        fresh.replace(published)
        sync_folder(published.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return published.stat().st_size


def _compare(con: duckdb.DuckDBPyConnection, fresh: Path) -> None:
    query = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in COUNTED)
    try:
        with duckdb.connect(str(fresh), read_only=True) as copy:
            seen = copy.execute(query).fetchall()
    except duckdb.Error as error:
        raise WarehouseError(f"The copy to publish does not open ({error}). The published file stays.") from error
    if sorted(seen) != sorted(con.execute(query).fetchall()):
        raise WarehouseError("The copy to publish differs from the warehouse. The published file stays.")
