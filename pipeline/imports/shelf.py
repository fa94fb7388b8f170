"""The shelf of imported days: which sources have which days, and which of these count.

Every imported day stays on the shelf, in a file of the home's folder `imports`, even if a better source or an own
observation has the day: removing a source restores what was there before it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from pipeline.errors import ImportFault
from pipeline.imports.load_days import ArchivedDay, delete_archived_day, load_archived_day
from pipeline.imports.pieces import Piece, PieceReport, SourceInfo
from pipeline.kinds import Kind
from pipeline.sql import statement
from pipeline.warehouse.connection import STALE_HISTORY, transaction
from pipeline.warehouse.derived_history import restate_all_days
from pipeline.warehouse.identity import identify_repos

ReportDay = Callable[[dt.date, int, int], None]


class Change(NamedTuple):
    """A day of a kind to load from the shelf, or (`day` None) to delete."""

    kind: Kind
    date: dt.date
    day: ArchivedDay | None


@dataclass(frozen=True)
class ShelvedPiece:
    """A normalized piece and its file, relative to the shelf."""

    piece: Piece
    file: str
    report: PieceReport


def name_piece_file(source: SourceInfo, piece: Piece) -> str:
    """Return the piece's path on the shelf; a changed input or reader gives another."""
    return f"{source.name}/{piece.kind}-{piece.first_day}-{piece.fingerprint[:16]}.parquet"


def record_pieces(
    con: duckdb.DuckDBPyConnection, source: SourceInfo, pieces: Iterable[ShelvedPiece], imported_at: dt.datetime
) -> None:
    """Record a source and its days in one transaction; days of the same dates are replaced."""
    with transaction(con):
        con.execute("DELETE FROM store.source WHERE name = $name", {"name": source.name})
        con.execute(
            "INSERT INTO store.source VALUES ($name, $address, $format, $license, $share_alike, $attribution, $precedence, $complete, $imported_at)",
            {
                "name": source.name,
                "address": source.address,
                "format": source.format,
                "license": source.license,
                "share_alike": source.share_alike,
                "attribution": source.attribution,
                "precedence": source.precedence,
                "complete": source.complete,
                "imported_at": imported_at,
            },
        )
        for shelved in pieces:
            for date, rows in shelved.report.days.items():
                key = {"source": source.name, "kind": shelved.piece.kind, "date": date}
                con.execute(
                    "DELETE FROM store.archived_day WHERE source = $source AND kind = $kind AND date = $date", key
                )
                con.execute(
                    "INSERT INTO store.archived_day VALUES ($source, $kind, $date, $file, $fingerprint, $rows, $partial)",
                    {
                        **key,
                        "file": shelved.file,
                        "fingerprint": shelved.piece.fingerprint,
                        "rows": rows,
                        "partial": date in shelved.report.partial_days,
                    },
                )


def remove_source(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """Take a source off the shelf; return the number of its days. `settle_days` then restores what was there before."""
    with transaction(con):
        [(days,)] = con.execute(
            "SELECT count(*) FROM store.archived_day WHERE source = $name", {"name": name}
        ).fetchall()
        for table, column in (("source", "name"), ("archived_day", "source")):
            con.execute(f"DELETE FROM store.{table} WHERE {column} = $name", {"name": name})
    return days


def list_changes(con: duckdb.DuckDBPyConnection, shelf: Path) -> list[Change]:
    """List the days that differ from what the shelf and own observations say."""
    return [
        Change(
            kind,
            date,
            None
            if source is None
            else ArchivedDay(
                source, address, kind, date, shelf / file, fingerprint, "archive" if complete else "series", partial
            ),
        )
        for kind, date, source, address, file, fingerprint, complete, partial in con.execute(
            statement("imports/changed_days")
        ).fetchall()
    ]


def settle_days(
    con: duckdb.DuckDBPyConnection, shelf: Path, report: ReportDay = lambda _day, _number, _total: None
) -> set[dt.date]:
    """Load and delete imported days until the warehouse is as shelf and own observations say; return changed days.

    Each day is a transaction: after a kill, the next call goes on. Then identities and derived history are rebuilt.
    Raises ImportFault, before any change, if a file is missing from the shelf.
    """
    changes = list_changes(con, shelf)
    missing = sorted({change.day.file.name for change in changes if change.day and not change.day.file.exists()})
    if missing:
        raise ImportFault(
            f"{len(missing)} imported files are missing from {shelf} (first: {missing[0]}). Nothing was changed; import their source "
            f"again, or take it out with `almanac import --remove`."
        )
    for number, change in enumerate(changes):
        report(change.date, number, len(changes))
        if change.day:
            load_archived_day(con, change.day)
        else:
            delete_archived_day(con, change.kind, change.date)
    return {change.date for change in changes} | finish_import(con)


def finish_import(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """Rebuild identities and, where rows changed, derived history; return the days whose rows moved to other repos."""
    with transaction(con):
        moved_days = identify_repos(con)
        stale = con.execute("SELECT 1 FROM store.about WHERE key = $key", {"key": STALE_HISTORY}).fetchall()
        if moved_days or stale:
            restate_all_days(con)
        con.execute("DELETE FROM store.about WHERE key = $key", {"key": STALE_HISTORY})
    return moved_days
