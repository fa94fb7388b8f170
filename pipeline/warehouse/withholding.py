"""What of a day is left out, and why: a fault in one board must not cost the day for all others.

What the data cause is caught here: a part that cannot be made, or that fails its check, is left out and noted in
`store.left_out`, from where `findings.look` tells of it. What the machine causes (disk, memory, a lock) is no fault of the
part: it fails the run as it always did, and the next try may do better. Which checks withhold a part, and which the day, is
told in docs/decisions/0007-what-withholds-a-day.md.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
from polars.exceptions import PanicException

from pipeline.errors import AlmanacError
from pipeline.sql import statement
from pipeline.text import one_line
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.quality_checks import CHECKS, look

NOTED = 300  # characters of a reason
MACHINE = (
    AlmanacError, OSError, MemoryError, duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException,
    duckdb.InternalException, duckdb.InterruptException, duckdb.ConnectionException, duckdb.TransactionException,
)  # fmt: skip


@dataclass
class Fault:
    """What went wrong, once something did: `kind`, the same whenever it happens again, and the whole `reason`."""

    kind: str = ""
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind)


@contextmanager
def caught() -> Iterator[Fault]:
    """End the block where the data make it fail, and say so in what it yields. What the machine causes is raised."""
    fault = Fault()
    try:
        yield fault
    except MACHINE:
        raise
    except (Exception, PanicException) as error:
        fault.kind = type(error).__name__
        fault.reason = one_line(f"{fault.kind}: {error}")[:NOTED]


def make_part(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str, queries: list[str], **given: object) -> None:
    """Replace what an asset's table has of a day, in one transaction; what fails its checks is taken out again.

    `queries`: statements with $date and what is `given`. Where one fails, nothing is left of the day, and why is noted.
    """
    delete = f"DELETE FROM {asset} WHERE date = $date"
    with caught() as fault, transaction(con):
        con.execute(delete, {"date": day})
        for query in queries:
            con.execute(query, {"date": day, **given})
        withhold_unsound(con, day, asset)
    if fault:
        leave_out(con, day, asset, delete, fault)


def leave_out(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str, delete: str, fault: Fault) -> None:
    """Delete what an asset has of the day (`delete`: a statement with $date) and note why."""
    with transaction(con):
        con.execute(delete, {"date": day})
        _forget(con, day, asset)
        note(con, day, asset, "all", fault.reason)


def withhold_unsound(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str) -> dict[str, str]:
    """Take what fails an asset's checks out of the day, by sql/withhold/, and note it; the parts, each with check and reason.

    Within the caller's transaction. What was noted of the asset's day before is forgotten.
    """
    _forget(con, day, asset)
    parts: dict[str, str] = {}
    for check in CHECKS:
        if check.asset == asset and check.withholds:
            for one in look(con, check, day):
                if not one.holds:
                    con.execute(statement(f"withhold/{check.query}"), {"date": day, "part": one.what})
                    parts[one.what] = f"{check.name}: expected {one.expected}, seen {one.seen}"
    for part, reason in parts.items():
        note(con, day, asset, part, reason)
    return parts


def note(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str, part: str, reason: str) -> None:
    """Note that a part of an asset's day is left out."""
    con.execute(
        "INSERT INTO store.left_out VALUES ($date, $asset, $part, $reason)",
        {"date": day, "asset": asset, "part": part, "reason": reason},
    )


def _forget(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str) -> None:
    con.execute("DELETE FROM store.left_out WHERE date = $date AND asset = $asset", {"date": day, "asset": asset})
