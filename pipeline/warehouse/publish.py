"""The published copy: a closed, read-only file that replaces its predecessor at once, or not at all."""

from pathlib import Path

import duckdb

from pipeline.errors import WarehouseError
from pipeline.sql import statement
from pipeline.warehouse.copying import copy_database

KEPT = "The published file stays."


def publish(con: duckdb.DuckDBPyConnection, working: Path, published: Path) -> int:
    """Copy the working database, which `con` holds open, to `published`. Its size, bytes.

    Readers of the old file keep it; new ones see the new file whole. Raises WarehouseError, and leaves the published
    file as it was, when the last day is not sound or the copy cannot be made or does not open or differs.
    """
    unsound = con.execute(statement("checks/last_day_sound")).fetchall()
    if unsound:
        said = "; ".join(f"{kind}s: {what} ({seen})" for kind, what, seen in unsound)
        raise WarehouseError(f"The last day in the warehouse is not whole: {said}. {KEPT} `almanac verify` tells more.")

    def make_public(fresh: Path) -> None:
        fresh.chmod(0o444)
        # Someone who opened the old file for writing may have left this; it would break every open of the new one.
        published.with_name(published.name + ".wal").unlink(missing_ok=True)

    return copy_database(con, working, published, KEPT, make_public)
