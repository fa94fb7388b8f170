"""Copy the warehouse atomically: write beside the target, verify, then rename."""

import os
import subprocess
import sys
from collections.abc import Callable
from glob import escape
from pathlib import Path

import duckdb

from pipeline.errors import WarehouseError
from pipeline.files import describe_os_error, replace_file, require_locks, resolve_link, sync_file
from pipeline.notes import Note

# a separate process: opening the file here would drop DuckDB's lock on it
COPY_SCRIPT = """
import filecmp, shutil, sys
source, copy = sys.argv[1:]
shutil.copyfile(source, copy)
if not filecmp.cmp(source, copy, shallow=False):
    sys.exit("the copy differs from the source")
"""
# tables that cannot be rebuilt, or only slowly
COMPARED_TABLES = (
    "store.repo", "store.description", "store.daily", "store.daily_interval", "store.snapshot", "store.true_download", "store.event", "trends", "boards", "movers", "featured", "category_daily",
    "scorecard",
)  # fmt: skip


def copy_database(
    con: duckdb.DuckDBPyConnection,
    working: Path,
    place: Path,
    kept_note: Note,
    prepare: Callable[[Path], None] = lambda fresh_path: None,
) -> int:
    """Copy the open warehouse to `place`, or the target of that link; return its size in bytes.

    `prepare` changes the copy before the rename. Raises WarehouseError, ending in `kept_note`, if the copy
    fails, does not open or differs; the old file then stays.
    """
    con.execute("CHECKPOINT")
    fresh: Path | None = None
    try:
        target = resolve_link(place)
        if place.is_symlink() and target.exists() and target.samefile(working):
            raise WarehouseError(Note("copy_to_warehouse_link", {"path": str(place)}), kept_note)
        for leftover in target.parent.glob(f".{escape(target.name)}.*.new"):  # of a killed process
            leftover.unlink(missing_ok=True)
        fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
        copy_file(working, fresh, kept_note)
        _require_equal_counts(con, fresh, kept_note)
        prepare(fresh)
        replace_file(fresh, target)
        return target.stat().st_size
    except OSError as error:
        cause = describe_os_error(error, place)
        raise WarehouseError(Note("cannot_write", {"path": str(place), "cause": cause}), kept_note) from error
    finally:
        if fresh and fresh.parent.is_dir():
            fresh.unlink(missing_ok=True)


def copy_file(source: Path, fresh_path: Path, kept_note: Note) -> None:
    """Copy a database file, compare the bytes and flush to disk. Raises OSError, WarehouseError."""
    fresh_path.unlink(missing_ok=True)
    process = subprocess.run(  # noqa: S603  our own interpreter and our own paths
        [sys.executable, "-I", "-S", "-c", COPY_SCRIPT, str(source), str(fresh_path)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if process.returncode:
        last_line = (process.stderr.strip().splitlines() or ["unknown error"])[-1]
        raise WarehouseError(Note("copy_failed", {"path": str(fresh_path.parent), "reason": last_line}), kept_note)
    sync_file(fresh_path)


def _require_equal_counts(con: duckdb.DuckDBPyConnection, fresh_path: Path, kept_note: Note) -> None:
    query = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in COMPARED_TABLES)
    try:
        with duckdb.connect(str(fresh_path), read_only=True) as copy:
            copy_counts = copy.execute(query).fetchall()
    except duckdb.Error as error:
        require_locks(fresh_path, str(error))
        raise WarehouseError(Note("copy_unreadable", {"reason": str(error)}), kept_note) from error
    if sorted(copy_counts) != sorted(con.execute(query).fetchall()):
        raise WarehouseError(Note("copy_differs"), kept_note)
