"""Leave a faulty part out of a day, so that one bad board does not cost the whole day.

A part that cannot be computed or fails its check, because of the data, is recorded in `store.withheld`. Failures of the
machine (disk, memory, a lock) fail the run; a retry may succeed. See docs/decisions/0007-what-withholds-a-day.md.
"""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
from polars.exceptions import PanicException

from pipeline.errors import AlmanacError
from pipeline.notes import Note, encode_notes
from pipeline.sql import statement
from pipeline.text import to_one_line
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.quality_checks import CHECKS, Check, CheckResult, run_check

MAX_REASON_LENGTH = 300  # characters
MACHINE_ERRORS = (
    AlmanacError, OSError, MemoryError, duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException,
    duckdb.InternalException, duckdb.InterruptException, duckdb.ConnectionException, duckdb.TransactionException,
)  # fmt: skip


@dataclass
class Fault:
    """What went wrong, if anything: `kind`, the same on every recurrence, and the full `reason`."""

    kind: str = ""
    reason: str = ""

    @property
    def note(self) -> Note:
        """Why a part was left out."""
        return Note("left_out", {"reason": self.reason})

    def __bool__(self) -> bool:
        return bool(self.kind)


@contextmanager
def catch_data_fault() -> Iterator[Fault]:
    """Catch failures caused by the data; raise the machine's."""
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
    """Replace an asset's rows of a day in one transaction, without parts that fail their checks.

    `queries`: statements with $date and `parameters`. If one fails, no rows remain, and the reason is recorded.
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
    """Delete an asset's day with `delete` ($date) and record why."""
    with transaction(con):
        con.execute(delete, {"date": day})
        _clear_notes(con, day, asset)
        note_withheld_part(con, day, asset, "all", fault.note)


def withhold_unsound_parts(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str) -> dict[str, Check]:
    """Delete parts that fail an asset's checks (sql/withhold/); return each part's last failed check.

    Replaces the day's records, in the caller's transaction.
    """
    _clear_notes(con, day, asset)
    failures: dict[str, tuple[Check, CheckResult]] = {}
    for check in CHECKS:
        if check.asset == asset and check.withholds:
            for result in run_check(con, check, day):
                if not result.passes:
                    con.execute(statement(f"withhold/{check.query}"), {"date": day, "part": result.subject})
                    failures[result.subject] = check, result
    for part, (check, result) in failures.items():
        reason = Note("left_out_by_check", {"check": check.name})
        note_withheld_part(con, day, asset, part, reason, result.expectation, result.actual)
    return {part: check for part, (check, _) in failures.items()}


def note_withheld_part(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str, part: str, *reason: Note) -> None:
    """Record a note, and what its check expected and found."""
    con.execute(
        "INSERT INTO store.withheld VALUES ($date, $asset, $part, $reason)",
        {"date": day, "asset": asset, "part": part, "reason": json.dumps(encode_notes(reason))},
    )


def _clear_notes(con: duckdb.DuckDBPyConnection, day: dt.date, asset: str) -> None:
    con.execute("DELETE FROM store.withheld WHERE date = $date AND asset = $asset", {"date": day, "asset": asset})
