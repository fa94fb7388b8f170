"""The shelf of imported days: which sources have which days, and which of these count.

Every imported day stays on the shelf, in a file of the home's folder `imports`, even if a better source or an own
observation has the day, or a list of bad days names it: removing a source restores what was there before it. Where a file is
missing, as after a restore from an export, a day that is loaded stays, and another one does not count until its source is imported again.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

import duckdb

from pipeline.errors import UsageError
from pipeline.folder_lock import lock_folder
from pipeline.imports.known_days import load_known_days
from pipeline.imports.load_days import ArchivedDays, delete_archived_days, load_archived_days
from pipeline.imports.pieces import CounterMark, Piece, PieceReport, SourceInfo
from pipeline.kinds import Kind
from pipeline.notes import Note, Parameters
from pipeline.secrets import shorten
from pipeline.sql import statement
from pipeline.warehouse.connection import mark_history_stale, restate_stale_history, transaction, write_about
from pipeline.warehouse.identity import identify_repos

REMOVED_SOURCE = "removed_source"  # in store.about, until its removal is published
IN_SPAN = "source = $source AND kind = $kind AND date BETWEEN $first AND $last"  # what a source has for a piece's days
SHELVED_DAYS = "store.archived_day a JOIN store.source s ON s.name = a.source"
WHOLE_SHARE = 0.9  # of the repos, from which a fault of a day's counters counts as one of all
ReportDay = Callable[[dt.date, int, int], None]
Fault: TypeAlias = tuple[dt.date, str, str]


class Change(NamedTuple):
    """Days of a kind and month to load from the shelf, or (`load` None) to delete."""

    kind: Kind
    days: tuple[dt.date, ...]
    load: ArchivedDays | None


class UnshelvedDays(NamedTuple):
    """Days that a source should have, but whose files are missing. `address`: where to import them from again."""

    source: str
    address: str
    days: frozenset[dt.date]


@dataclass(frozen=True)
class ShelvedPiece:
    """A normalized piece and its file, relative to the shelf."""

    piece: Piece
    file: str
    report: PieceReport


def shelf_lock(shelf: Path, timeout: float) -> AbstractContextManager[None]:
    """Lock the shelf: one import at a time writes its files or deletes them. Take it before the spool's lock.

    Raises what `lock_folder` raises.
    """
    return lock_folder(shelf, timeout, "another_import", "shelf_unusable")


def name_piece_file(source: SourceInfo, piece: Piece) -> str:
    """Return the piece's path on the shelf; a changed input or reader gives another."""
    return f"{source.name}/{piece.kind}-{piece.first_day}-{piece.fingerprint[:16]}.parquet"


def record_pieces(
    con: duckdb.DuckDBPyConnection, source: SourceInfo, pieces: Iterable[ShelvedPiece], imported_at: dt.datetime
) -> None:
    """Record a source and its days in one transaction, instead of what it had for the spans of these pieces."""
    with transaction(con):
        record_source(con, source, imported_at)
        for shelved_piece in pieces:
            span = describe_span(source, shelved_piece.piece)
            con.execute(f"DELETE FROM store.archived_day WHERE {IN_SPAN}", span)
            for date, rows in shelved_piece.report.days.items():
                con.execute(
                    "INSERT INTO store.archived_day VALUES ($source, $kind, $date, $file, $fingerprint, $rows, $partial)",
                    {
                        "source": source.name,
                        "kind": shelved_piece.piece.kind,
                        "date": date,
                        "file": shelved_piece.file,
                        "fingerprint": shelved_piece.piece.fingerprint,
                        "rows": rows,
                        "partial": date in shelved_piece.report.partial_days,
                    },
                )
            _record_faults(con, source, shelved_piece)


def require_own_name(con: duckdb.DuckDBPyConnection, source: SourceInfo, pieces: Iterable[Piece]) -> None:
    """Raise UsageError if the source would replace days of another one, which has its name by chance.

    What is at another address is the same source if its files are the same, as those of a folder that was moved, or if it only adds days.
    A dataset repo is another source than what is not in it.
    """
    row = con.execute("SELECT address FROM store.source WHERE name = $name", {"name": source.name}).fetchone()
    first_address = row[0] if row else source.address
    if not source.named_by_place or _locate(first_address) == _locate(source.address):
        return
    query = f"FROM store.archived_day SELECT 1 WHERE {IN_SPAN} AND fingerprint <> $fingerprint UNION ALL FROM store.true_download SELECT 1 WHERE {IN_SPAN}"
    spans = [{**describe_span(source, piece), "fingerprint": piece.fingerprint} for piece in pieces]
    if _name_repo(first_address) != _name_repo(source.address) or any(
        con.execute(query, span).fetchone() for span in spans
    ):
        place: Parameters = {"name": source.name, "first": shorten(first_address, 300)}
        raise UsageError(Note("source_name_taken", place | {"address": shorten(source.address, 300)}))


def _locate(address: str) -> str:
    """Return an address without the revision of a dataset repo."""
    return re.sub(r"^(hf://datasets/[^/@]+/[^/@]+)@[^/]+", r"\1", address)


def _name_repo(address: str) -> str | None:
    match = re.match(r"hf://datasets/[^/@]+/[^/@]+", address)
    return match and match[0]


def describe_span(source: SourceInfo, piece: Piece) -> dict[str, object]:
    """Return the parameters of `IN_SPAN`."""
    return {"source": source.name, "kind": piece.kind, "first": piece.first_day, "last": piece.last_day}


def _record_faults(con: duckdb.DuckDBPyConnection, source: SourceInfo, shelved_piece: ShelvedPiece) -> None:
    """Record what is known about counters, instead of what was. Where it changed, derived history is stale."""
    piece = shelved_piece.piece
    span = describe_span(source, piece)
    query = f"SELECT date, state, counter FROM store.known_fault WHERE {IN_SPAN}"
    known_faults = set(con.execute(query, span).fetchall())
    faults = _list_faults(shelved_piece.report.counter_marks)
    if faults == known_faults:
        return
    con.execute(f"DELETE FROM store.known_fault WHERE {IN_SPAN}", span)
    _insert_faults(con, source.name, piece.kind, faults)
    mark_history_stale(con, {day for day, _, _ in faults ^ known_faults})


def _list_faults(marks: Iterable[CounterMark]) -> set[Fault]:
    return {
        (mark.day, mark.state, counter)
        for mark in marks
        if mark.share is None or mark.share >= WHOLE_SHARE  # statistics find what stalled of the rest
        for counter in mark.counters
    }


def _insert_faults(con: duckdb.DuckDBPyConnection, source: str, kind: Kind, faults: Iterable[Fault]) -> None:
    for day, state, counter in sorted(faults):
        con.execute("INSERT INTO store.known_fault VALUES ($1, $2, $3, $4, $5)", [source, kind, day, state, counter])


def record_listed_days(con: duckdb.DuckDBPyConnection, own_list: Path | None = None) -> None:
    """Record which shelved days lists name as partial, frozen or rolled back since they were imported.

    What a list does not name any more stays until the source is imported again, since the source itself may say it.
    """
    with transaction(con):
        for source, name, kind in con.execute(
            f"SELECT DISTINCT a.source, s.format, a.kind FROM {SHELVED_DAYS}"
        ).fetchall():
            known_days, of_source = load_known_days(name, kind, own_list), {"source": source, "kind": kind}
            shelved_days = con.execute(
                "SELECT date, partial FROM store.archived_day WHERE source = $source AND kind = $kind", of_source
            ).fetchall()
            known_faults = con.execute(
                "SELECT date, state, counter FROM store.known_fault WHERE source = $source AND kind = $kind", of_source
            ).fetchall()
            partial_days = {day for day, partial in shelved_days if not partial and day in known_days.partial}
            con.execute(
                "UPDATE store.archived_day SET partial = true WHERE source = $source AND kind = $kind AND list_contains($days, date)",
                {**of_source, "days": list(partial_days)},
            )
            faults = _list_faults(mark for mark in known_days.marks if mark.day in dict(shelved_days))
            new_faults = faults - set(known_faults)
            _insert_faults(con, source, kind, new_faults)
            mark_history_stale(con, partial_days | {day for day, _, _ in new_faults})


def record_source(con: duckdb.DuckDBPyConnection, source: SourceInfo, imported_at: dt.datetime) -> None:
    """Record what a source is, inside a transaction."""
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


def list_sources(con: duckdb.DuckDBPyConnection) -> list[str]:
    """List the recorded sources, and one whose removal was interrupted."""
    query = "SELECT name FROM store.source UNION SELECT value FROM store.about WHERE key = $key ORDER BY name"
    return [name for (name,) in con.execute(query, {"key": REMOVED_SOURCE}).fetchall()]


def remove_source(con: duckdb.DuckDBPyConnection, name: str) -> set[dt.date]:
    """Take a source off the shelf; return its days. `settle_days` then restores what was there before it."""
    query = "SELECT date FROM store.archived_day WHERE source = $name UNION SELECT date FROM store.true_download WHERE source = $name"
    with transaction(con):
        days = {day for (day,) in con.execute(query, {"name": name}).fetchall()}
        for table, column in (
            ("source", "name"),
            ("archived_day", "source"),
            ("known_fault", "source"),
            ("true_download", "source"),
        ):
            con.execute(f"DELETE FROM store.{table} WHERE {column} = $name", {"name": name})
        write_about(con, REMOVED_SOURCE, name)
    return days


def list_changes(con: duckdb.DuckDBPyConnection, shelf: Path, own_list: Path | None = None) -> list[Change]:
    """List the days that differ from what shelf, lists of bad days and own observations say.

    `own_list`: the home's own list of bad days. Raises MappingError if it is invalid.
    """
    return _list_changes(con, shelf, own_list, _list_missing_files(con, shelf))


def list_unshelved_days(
    con: duckdb.DuckDBPyConnection, shelf: Path, own_list: Path | None = None
) -> list[UnshelvedDays]:
    """List the days that would count if their files were there."""
    loads = [change.load for change in _list_changes(con, shelf, own_list, []) if change.load]
    dates: dict[tuple[str, str], set[dt.date]] = {}
    for load in loads:
        if not load.file.exists():
            dates.setdefault((load.source, load.address), set()).update(load.days)
    return [UnshelvedDays(*key, frozenset(value)) for key, value in sorted(dates.items())]


def _list_changes(
    con: duckdb.DuckDBPyConnection, shelf: Path, own_list: Path | None, missing_files: list[str]
) -> list[Change]:
    changes: list[Change] = []
    parameters = {"skipped_days": _list_skipped_days(con, own_list), "missing_files": missing_files}
    for kind, days, source, address, file, fingerprint, complete, partial_days in con.execute(
        statement("imports/changed_days"), parameters
    ).fetchall():
        scope = "archive" if complete else "series"
        load = source and ArchivedDays(
            source, address, kind, tuple(days), shelf / file, fingerprint, scope, tuple(partial_days)
        )
        changes.append(Change(kind, tuple(days), load or None))
    return changes


def _list_skipped_days(con: duckdb.DuckDBPyConnection, own_list: Path | None) -> list[dict[str, object]]:
    """List the days that do not count now, by format and kind."""
    return [
        {"format": name, "kind": kind, "date": day}
        for name, kind in con.execute(f"SELECT DISTINCT s.format, a.kind FROM {SHELVED_DAYS}").fetchall()
        for day in load_known_days(name, kind, own_list).skip
    ]


def _list_missing_files(con: duckdb.DuckDBPyConnection, shelf: Path) -> list[str]:
    files = con.execute("SELECT DISTINCT file FROM store.archived_day").fetchall()
    return [file for (file,) in files if not (shelf / file).exists()]


def settle_days(
    con: duckdb.DuckDBPyConnection,
    shelf: Path,
    own_list: Path | None = None,
    report: ReportDay = lambda _day, _number, _total: None,
) -> None:
    """Load and delete imported days until the warehouse is as shelf, lists of bad days and own observations say.

    The days of a file and month are a transaction: after a kill, the next call goes on. Identities and derived history are stale until
    `finish_import`, what was computed of a day until `forget_changes`. Raises MappingError, before any change.
    """
    changes = list_changes(con, shelf, own_list)
    settled_days, total = 0, sum(len(change.days) for change in changes)
    for change in changes:
        report(change.days[0], settled_days, total)
        if change.load:
            load_archived_days(con, change.load)
        else:
            delete_archived_days(con, change.kind, change.days)
        settled_days += len(change.days)


@dataclass(frozen=True)
class Identities:
    """Repos of which only the name is known; `ambiguous_names`: of those, whose name a repo with `_id` had as well."""

    provisional_repos: int
    ambiguous_names: int


def finish_import(con: duckdb.DuckDBPyConnection) -> Identities:
    """Rebuild identities and, where rows changed, derived history, in one transaction."""
    with transaction(con):
        changed_days = {day for (day,) in con.execute(statement("imports/update_statuses")).fetchall()}
        changed_days |= identify_repos(con)
        mark_history_stale(con, changed_days)
        [(provisional_repos, ambiguous_names)] = con.execute(statement("imports/count_provisional")).fetchall()
        restate_stale_history(con)
    return Identities(provisional_repos, ambiguous_names)


def list_changed_days(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """List the days whose rows imports have changed since `forget_changes`, also interrupted ones."""
    return {day for (day,) in con.execute("SELECT DISTINCT date FROM store.changed_day").fetchall()}


def forget_changes(con: duckdb.DuckDBPyConnection) -> None:
    """Forget the changed days, once what is computed of them is up to date and published."""
    with transaction(con):
        con.execute("DELETE FROM store.changed_day")
        con.execute("DELETE FROM store.about WHERE key = $key", {"key": REMOVED_SOURCE})


def delete_unused_files(con: duckdb.DuckDBPyConnection, shelf: Path) -> None:
    """Delete files of no recorded day: of removed sources and of replaced pieces. Only under the shelf's lock."""
    used_files = {file for (file,) in con.execute("SELECT DISTINCT file FROM store.archived_day").fetchall()}
    for path in shelf.glob("*/*"):
        name = path.relative_to(shelf).as_posix()
        if name.removesuffix(".json") not in used_files and path.is_file() and not path.is_symlink():
            path.unlink()
    for folder in shelf.glob("*"):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
