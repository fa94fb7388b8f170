"""What of a day is left out, and why: a fault in one board must not cost the day for all others.

What the data cause is caught here: a part that cannot be made, or that fails its check, is left out and noted in
`store.withheld`, from where `quality_checks.run_check` reads them. What the machine causes (disk, memory, a lock) is no fault of the
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
from pipeline.text import to_one_line
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.quality_checks import CHECKS, run_check

MAX_REASON_LENGTH = 300  # characters of a reason
MACHINE_ERRORS = (
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
def catch_data_fault() -> Iterator[Fault]:
    """End the block where the data make it fail, and say so in what it yields. What the machine causes is raised."""
    fault = Fault()
    try:
        yield fault
    except MACHINE_ERRORS:
        raise
    except (Exception, PanicException) as error:
        fault.kind = type(error).__name__
        fault.reason = to_one_line(f"{fault.kind}: {error}")[:MAX_REASON_LENGTH]


def replace_part(
    con: duckdb.DuckDBPyConnection, day: dt.date, asset: str, queries: list[str], **parameters: object
) -> None:
    """Replace what an asset's table has of a day, in one transaction; what fails its checks is taken out again.

    `queries`: statements with $date and `parameters`. Where one fails, nothing is left of the day, and why is noted.
    """
    delete = f"DELETE FROM {asset} WHERE date = $date"
    with catch_data_fault() as fault, transaction(con):
        con.execute(delete, {"date": day})
        for query in queries:
            con.execute(query, {"date": day, **parameters})
        withhold_unsound_parts(con, day, asset)
    if fault:
        leave_out_part(con, day, asset, delete, fault)


def leave_out_part(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str, delete: str, fault: Fault) -> None:
    """Delete what an asset has of the day (`delete`: a statement with $date) and note why."""
    with transaction(con):
        con.execute(delete, {"date": day})
        _clear_notes(con, day, asset)
        note_withheld_part(con, day, asset, "all", fault.reason)


def withhold_unsound_parts(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str) -> dict[str, str]:
    """Take what fails an asset's checks out of the day, by sql/withhold/, and note it; the parts, each with check and reason.

    Within the caller's transaction. What was noted of the asset's day before is forgotten.
    """
    _clear_notes(con, day, asset)
    parts: dict[str, str] = {}
    for check in CHECKS:
        if check.asset == asset and check.withholds:
            for result in run_check(con, check, day):
                if not result.passes:
                    con.execute(statement(f"withhold/{check.query}"), {"date": day, "part": result.subject})
                    parts[result.subject] = f"{check.name}: expected {result.expectation}, seen {result.actual}"
    for part, reason in parts.items():
        note_withheld_part(con, day, asset, part, reason)
    return parts


def note_withheld_part(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str, part: str, reason: str) -> None:
    """Note that a part of an asset's day is left out."""
    con.execute(
        "INSERT INTO store.withheld VALUES ($date, $asset, $part, $reason)",
        {"date": day, "asset": asset, "part": part, "reason": reason},
    )


def _clear_notes(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str) -> None:
    con.execute("DELETE FROM store.withheld WHERE date = $date AND asset = $asset", {"date": day, "asset": asset})
