"""Import a source: normalize its pieces onto the shelf, then load the days that count into the warehouse."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import msgspec

from pipeline.errors import ImportFault, UsageError
from pipeline.files import write_atomically
from pipeline.imports.pieces import ImportPlan, PieceReader, PieceReport, Progress
from pipeline.imports.progress import ImportStep, ReportStep, ignore_step
from pipeline.imports.shelf import (
    Identities,
    ShelvedPiece,
    UnshelvedDays,
    finish_import,
    list_changed_days,
    list_unshelved_days,
    name_piece_file,
    record_listed_days,
    record_pieces,
    settle_days,
)
from pipeline.imports.true_downloads import are_true_downloads, record_true_downloads
from pipeline.notes import Note
from pipeline.paths import find_slug_fault, resolve_inside
from pipeline.warehouse.connection import holds_sample_data


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did. `changed_days`: days with other rows than before, whose boards are out of date.

    `unshelved_days`: days that would count if their files were there.
    """

    reports: tuple[PieceReport, ...]
    changed_days: set[dt.date]
    identities: Identities
    unshelved_days: list[UnshelvedDays]


def shelve_pieces(
    plan: ImportPlan, reader: PieceReader, shelf: Path, report: ReportStep = ignore_step
) -> Iterator[ShelvedPiece]:
    """Normalize each piece to a file of the shelf. A piece that is there already is not read again."""
    read_bytes: dict[str, int] = {}

    def report_piece(step: Progress) -> None:
        read_bytes[step.piece.fingerprint] = step.bytes
        detail = f"{step.piece.kind} {step.piece.first_day}"
        report(ImportStep("read", sum(read_bytes.values()), plan.bytes or None, detail))

    if fault := find_slug_fault(plan.source.name):
        raise ImportFault(Note("source_name_invalid", {"name": plan.source.name[:100], "fault": fault}))
    for piece in plan.pieces:
        file = name_piece_file(plan.source, piece)
        target = resolve_inside(shelf, file)
        report_file = target.with_name(target.name + ".json")
        known_report = _read_report(target, report_file)
        if known_report is None:
            target.parent.mkdir(parents=True, exist_ok=True)
            report_file.unlink(missing_ok=True)
            try:
                known_report = reader.write_piece(piece, target, report_piece)
            except BaseException:
                with suppress(OSError):
                    target.parent.rmdir()  # unless it has other pieces
                raise
            write_atomically(report_file, msgspec.json.encode(known_report))
        else:
            known_report = reader.complete(known_report, piece)
            report_piece(Progress(piece, piece.bytes, known_report.rows))
        yield ShelvedPiece(piece, file, known_report)


def record_source_days(
    con: duckdb.DuckDBPyConnection, plan: ImportPlan, pieces: list[ShelvedPiece], shelf: Path, now: dt.datetime
) -> None:
    """Record the shelved pieces, and load true downloads, which are no days of the Hub."""
    if are_true_downloads(pieces):
        record_true_downloads(con, plan.source, pieces, shelf, now)
    elif pieces:
        record_pieces(con, plan.source, pieces, now)


def require_no_sample_data(con: duckdb.DuckDBPyConnection) -> None:
    if holds_sample_data(con):
        raise UsageError(Note("import_into_sample"))


def settle(
    con: duckdb.DuckDBPyConnection,
    shelf: Path,
    own_list: Path,
    reports: tuple[PieceReport, ...] = (),
    report: ReportStep = ignore_step,
) -> ImportOutcome:
    """Load and delete what differs from the shelf, and rebuild what depends on it."""
    record_listed_days(con, own_list)
    settle_days(con, shelf, own_list, lambda day, number, total: report(ImportStep("load", number, total, str(day))))
    report(ImportStep("compare"))
    identities = finish_import(con)
    return ImportOutcome(reports, list_changed_days(con), identities, list_unshelved_days(con, shelf, own_list))


def _read_report(target: Path, report_file: Path) -> PieceReport | None:
    """Read what an earlier import recorded of a piece; None if it did not finish."""
    try:
        report = msgspec.json.decode(report_file.read_bytes(), type=PieceReport)
    except (OSError, msgspec.DecodeError):
        return None
    return report if target.exists() == bool(report.rows) else None
