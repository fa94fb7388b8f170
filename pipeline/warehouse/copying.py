"""A whole copy of the working database: made beside its place, proved, and put there at once, or not at all."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipeline.errors import WarehouseError
from pipeline.hub.spool import sync_folder

# In a process of its own: opening and closing the file in this one would drop DuckDB's lock on it.
COPY = """
import filecmp, os, shutil, sys
source, copy = sys.argv[1:]
shutil.copyfile(source, copy)
with open(copy, "rb+") as file:
    os.fsync(file.fileno())
if not filecmp.cmp(source, copy, shallow=False):
    sys.exit("what was written is not what was read")
"""
# Every table that holds what cannot be made again, or takes long to.
COUNTED = (
    "store.repo", "store.description", "store.daily", "store.spell", "store.snapshot", "store.event", "trends", "boards", "movers", "featured", "category_daily",
    "scorecard",
)  # fmt: skip


def copy_database(
    con: duckdb.DuckDBPyConnection,
    working: Path,
    place: Path,
    kept: str,
    prepare: Callable[[Path], None] = lambda fresh: None,
) -> int:
    """Copy the working database, which `con` holds open, to `place`. Its size, bytes.

    `prepare` does what is left to do with the copy before it takes its place. Raises WarehouseError, ending in the
    sentence `kept`, and leaves what stands at `place` as it was, when the copy cannot be made, does not open or differs.
    """
    con.execute("CHECKPOINT")
    fresh = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        copy_file(working, fresh, kept)
        _compare(con, fresh, kept)
        prepare(fresh)
        fresh.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        raise WarehouseError(f"{place} cannot be written: {error.strerror or error}. {kept}") from error
    finally:
        if fresh.parent.is_dir():
            fresh.unlink(missing_ok=True)
    return place.stat().st_size


def copy_file(source: Path, fresh: Path, kept: str) -> None:
    """Copy a database file to a new one, flushed to the disk and compared. Raises WarehouseError, ending in the sentence `kept`."""
    fresh.unlink(missing_ok=True)
    copied = subprocess.run(  # noqa: S603  our own interpreter and our own paths
        [sys.executable, "-I", "-S", "-c", COPY, str(source), str(fresh)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if copied.returncode:
        last = (copied.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise WarehouseError(f"The database could not be copied to {fresh.parent}: {last}. {kept}")


def _compare(con: duckdb.DuckDBPyConnection, fresh: Path, kept: str) -> None:
    query = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in COUNTED)
    try:
        with duckdb.connect(str(fresh), read_only=True) as copy:
            seen = copy.execute(query).fetchall()
    except duckdb.Error as error:
        raise WarehouseError(f"The copy of the database does not open ({error}). {kept}") from error
    if sorted(seen) != sorted(con.execute(query).fetchall()):
        raise WarehouseError(f"The copy of the database differs from it. {kept}")
