"""Read `known_days.toml`: days that are wrong in public archives, as their own audits say, and the home's own list."""

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.imports.pieces import CounterMark, Piece, PieceReport
from pipeline.imports.toml_files import TomlFile
from pipeline.kinds import Kind
from pipeline.notes import Note

MAX_DAYS = 4_000  # of one entry
State = Literal["partial", "skip", "absent", "frozen", "rolled_back"]
Reason = Literal["no_upload", "truncated", "known_bad"]
Counter = Literal["downloads", "downloads_all_time", "likes"]


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    sources: list[str]
    kinds: list[Kind]
    first: dt.date = msgspec.field(name="from")
    state: State
    last: dt.date | None = msgspec.field(default=None, name="to")
    counters: list[Counter] = []
    share: float | None = None
    reason: Reason | None = None
    origin: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    days: list[_Entry] = []


@dataclass(frozen=True)
class KnownDays:
    """The known days of one format and kind, by day. The rows of an `absent` day count if there are any."""

    skip: Mapping[dt.date, str]
    absent: Mapping[dt.date, str]
    partial: Mapping[dt.date, str]
    marks: tuple[CounterMark, ...]

    def add_to(self, report: PieceReport, piece: Piece) -> PieceReport:
        """Return a piece's report with what is known about its days."""

        def select(days: Mapping[dt.date, str]) -> dict[dt.date, str]:
            return {day: reason for day, reason in days.items() if piece.first_day <= day <= piece.last_day}

        skipped_days = select(self.absent) | select(self.skip) | dict(report.skipped_days)
        return replace(
            report,
            partial_days={
                day: reason
                for day, reason in (select(self.partial) | dict(report.partial_days)).items()
                if day in report.days
            },
            skipped_days={
                day: reason
                for day, reason in sorted(skipped_days.items())
                if day not in report.days or day in self.skip
            },
            counter_marks=(*report.counter_marks, *(mark for mark in self.marks if mark.day in report.days)),
        )


def load_known_days(format_name: str, kind: Kind, own: Path | None = None) -> KnownDays:
    """Return the shipped list and the home's own, which wins. Raises MappingError with file and line."""
    shipped_text = files("pipeline.imports").joinpath("known_days.toml").read_text(encoding="utf-8")
    toml_files = [TomlFile("known_days.toml", shipped_text)]
    if own is not None and os.path.lexists(own):
        toml_files.append(TomlFile.read(own))
    entries = [
        entry
        for file in toml_files
        for entry in _read_entries(file)
        if format_name in entry.sources and kind in entry.kinds
    ]
    marks = {
        (day, entry.state): CounterMark(day, entry.state, tuple(entry.counters), entry.share)
        for entry in entries
        if entry.state == "frozen" or entry.state == "rolled_back"  # noqa: PLR1714  pyright narrows this one
        for day in _iter_days(entry)
    }
    return KnownDays(
        skip=_list_reasons(entries, "skip"),
        absent=_list_reasons(entries, "absent"),
        partial=_list_reasons(entries, "partial"),
        marks=tuple(mark for _, mark in sorted(marks.items())),
    )


def _read_entries(file: TomlFile) -> list[_Entry]:
    entries = file.decode(_File).days
    for number, entry in enumerate(entries):
        path = ["days", str(number)]
        if entry.last is not None and not entry.first <= entry.last < entry.first + dt.timedelta(days=MAX_DAYS):
            raise file.error([*path, "to"], Note("known_days_span", {"first": str(entry.first), "most": MAX_DAYS}))
        if entry.share is not None and not 0 <= entry.share <= 1:
            raise file.error([*path, "share"], Note("known_days_share"))
        if entry.state in ("frozen", "rolled_back") and not entry.counters:
            raise file.error([*path, "state"], Note("known_days_counters", {"state": entry.state}))
    return entries


def _iter_days(entry: _Entry) -> Iterator[dt.date]:
    last = entry.last or entry.first
    yield from (entry.first + dt.timedelta(days=number) for number in range((last - entry.first).days + 1))


def _list_reasons(entries: Sequence[_Entry], state: State) -> dict[dt.date, str]:
    default = {"absent": "no_upload", "partial": "truncated"}.get(state, "known_bad")
    return {day: entry.reason or default for entry in entries if entry.state == state for day in _iter_days(entry)}
