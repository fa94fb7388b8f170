"""A whole copy of the working database: made beside its place, proved, and put there at once, or not at all."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipeline.errors import WarehouseError
from pipeline.files import follow, reason, replace, require_locks, sync_file

# In a process of its own: opening and closing the file in this one would drop DuckDB's lock on it.
COPY = """
import filecmp, shutil, sys
source, copy = sys.argv[1:]
shutil.copyfile(source, copy)
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
    """Copy the working database, which `con` holds open, to `place`, or to where a link there leads. Its size, bytes.

    `prepare` does what is left to do with the copy before it takes its place. Raises WarehouseError, ending in the
    sentence `kept`, and leaves what stands at `place` as it was, when the copy cannot be made, does not open or differs.
    """
    con.execute("CHECKPOINT")
    fresh: Path | None = None
    try:
        real = follow(place)
        if place.is_symlink() and real.exists() and real.samefile(working):
            raise WarehouseError(f"{place} is a link to the warehouse itself; remove the link. {kept}")
        fresh = real.with_name(f".{real.name}.{os.getpid()}.new")
        copy_file(working, fresh, kept)
        _compare(con, fresh, kept)
        prepare(fresh)
        replace(fresh, real)
        return real.stat().st_size
    except OSError as error:
        raise WarehouseError(f"{place} cannot be written: {reason(error, place)}. {kept}") from error
    finally:
        if fresh and fresh.parent.is_dir():
            fresh.unlink(missing_ok=True)


def copy_file(source: Path, fresh: Path, kept: str) -> None:
    """Copy a database file to a new one, compared and flushed to the disk. Raises OSError, WarehouseError ending in the sentence `kept`."""
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
    sync_file(fresh)


def _compare(con: duckdb.DuckDBPyConnection, fresh: Path, kept: str) -> None:
    query = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in COUNTED)
    try:
        with duckdb.connect(str(fresh), read_only=True) as copy:
            seen = copy.execute(query).fetchall()
    except duckdb.Error as error:
        require_locks(fresh, str(error))
        raise WarehouseError(f"The copy of the database does not open ({error}). {kept}") from error
    if sorted(seen) != sorted(con.execute(query).fetchall()):
        raise WarehouseError(f"The copy of the database differs from it. {kept}")
