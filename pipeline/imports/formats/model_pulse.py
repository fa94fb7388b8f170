"""Read Model Pulse: monthly series of names and counters, with lists of the days that its authors distrust."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from pipeline.errors import ImportFault, UsageError
from pipeline.imports.footers import read_footer, read_footers
from pipeline.imports.formats.base import ArchiveReader, count_days, span_month
from pipeline.imports.normalize import (
    Selection,
    Session,
    build_days_condition,
    build_no_day_condition,
    describe_missing,
    list_unknown,
)
from pipeline.imports.pieces import NAMES_ONLY, CounterMark, ImportPlan, Piece, PieceReport, SourceFile
from pipeline.imports.sources import Source
from pipeline.imports.values import build_value, find_column
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note
from pipeline.secrets import shorten

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
COLUMNS: Mapping[str, str] = {
    "day": "day",
    "id": "id",
    "downloads": "dl30",
    "downloads_all_time": "dl_all",
    "likes": "likes",
}
FIRST_TOTALS = dt.date(2025, 2, 27)  # earlier totals are unknown, although some files say 0
FIRST_AT_NOON = dt.date(2025, 7, 9)  # UTC day since which the archive is made at 13:50, before at 23:40
_PATH = re.compile(r"(?P<prefix>.*?)(?<![^/])(?P<datasets>datasets/)?series/(?P<month>\d{4}-\d{2})\.parquet")
_SPACES = re.compile(r"(?:.*/)?spaces/series/[^/]+")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class DayLists:
    """What the archive's own description says about its days."""

    skip_days: frozenset[dt.date] = frozenset()
    low_days: frozenset[dt.date] = frozenset()
    frozen: Mapping[dt.date, float] = field(default_factory=dict)


class ModelPulse(ArchiveReader):
    name = "model-pulse"
    repo = "modelpulse/model-pulse-data"
    license = "apache-2.0"
    precedence = NAMES_ONLY
    complete_days = False

    @staticmethod
    def recognizes(source: Source) -> bool:
        if any(_PATH.fullmatch(path) and not _SPACES.fullmatch(path) for path in source.files):
            return True
        [(path, file), *more_files] = source.files.items()
        if more_files or not path.endswith(".parquet"):
            return False
        return {"id", "day", "dl30"} <= read_footer(source, file).columns

    def plan(self) -> ImportPlan:
        months = {key: file for key, file in self._list_months().items() if self._find_days(key[1]) is not None}
        footers = read_footers(self.source, list(months.values()))
        pieces: list[Piece] = []
        skipped_days: dict[dt.date, str] = {}
        for ((kind, month), file), footer in zip(months.items(), footers, strict=True):
            days = self._find_days(month)
            if days is None:
                continue
            if missing := {COLUMNS[name] for name in ("day", "id")} - footer.columns:
                raise describe_missing(file, missing, self.name)
            known_days = dict.fromkeys(self._list_distrusted_days(kind), "distrusted") | dict(
                self.load_known_days(kind).skip
            )
            skipped_days |= {day: code for day, code in sorted(known_days.items()) if days[0] <= day <= days[1]}
            left_out_days = [str(day) for day in self._list_distrusted_days(kind) if days[0] <= day <= days[1]]
            fingerprint = self.fingerprint(kind, *days, [file], left_out_days)
            byte_count = footer.count_bytes(COLUMNS.values())
            row_count = round(footer.rows * count_days(*days) / count_days(*span_month(month)))
            pieces.append(Piece(kind, *days, (file,), fingerprint, row_count, byte_count))
        return self.build_plan(pieces, skipped_days)

    def select(self, piece: Piece, types: "Mapping[str, DuckDBPyType]", session: Session) -> Selection:
        columns = {name: column for name, path in COLUMNS.items() if (column := find_column(types, path)) is not None}
        if missing := {COLUMNS[name] for name in ("day", "id", "likes")} - {column.path for column in columns.values()}:
            raise describe_missing(piece.inputs[0], missing, self.name)
        values = {name: build_value(name, column) for name, column in columns.items()}
        day = values["day"]
        hour = f"CASE WHEN {day} < DATE '{FIRST_AT_NOON}' THEN TIME '23:40' ELSE TIME '13:50' END"
        values["observed_at"] = f"{day} + {hour}"
        if "downloads_all_time" in values:
            values["downloads_all_time"] = (
                f"CASE WHEN {day} >= DATE '{FIRST_TOTALS}' THEN {values['downloads_all_time']} END"
            )
            if piece.last_day < FIRST_TOTALS:
                del values["downloads_all_time"]
        days_condition = build_days_condition(piece.first_day, piece.last_day, self._list_distrusted_days(piece.kind))
        bounds = span_month(piece.first_day)
        return Selection(
            values,
            condition=f"({days_condition}) OR {build_no_day_condition(*bounds)}",
            bounds=bounds,
            unknown_columns=list_unknown(types, COLUMNS.values()),
        )

    def describe_days(self, report: PieceReport, piece: Piece) -> PieceReport:
        lists = self._day_lists(piece.kind)
        skipped_days = self._list_distrusted_days(piece.kind)
        marks = [
            CounterMark(day, "frozen", ("downloads", "downloads_all_time"), share)
            for day, share in sorted(lists.frozen.items())
            if day in report.days
        ]
        return replace(
            report,
            partial_days={day: "low" for day in sorted(lists.low_days) if day in report.days},
            skipped_days={day: "distrusted" for day in skipped_days if piece.first_day <= day <= piece.last_day},
            counter_marks=tuple(marks),
        )

    def _list_months(self) -> dict[tuple[Kind, dt.date], SourceFile]:
        """Return the files by kind and first day of their month."""
        months: dict[tuple[Kind, dt.date], SourceFile] = {}
        for path, file in self.source.files.items():
            match = _PATH.fullmatch(path)
            if _SPACES.fullmatch(path) or (match is None and len(self.source.files) > 1):
                continue
            month = _parse_month(match["month"] if match else PurePosixPath(path).stem)
            kind: Kind | None = ("dataset" if match["datasets"] else "model") if match else self.request.kind
            if kind is None:
                raise UsageError(Note("unknown_kind_of_source", {"source": shorten(self.source.address)}))
            if month is None:
                not_a_month = Note("series_name_not_a_month", {"source": shorten(self.source.address)})
                raise ImportFault(not_a_month, Note("nothing_imported"))
            if self.includes_kind(kind):
                months[kind, month] = file
        return dict(sorted(months.items()))

    def _find_days(self, month: dt.date) -> tuple[dt.date, dt.date] | None:
        """Return the requested days of a month, None if there are none."""
        first, last = self.clip(span_month(month))
        return (first, last) if first <= last else None

    def _list_distrusted_days(self, kind: Kind) -> list[dt.date]:
        return sorted(self._day_lists(kind).skip_days)

    def _day_lists(self, kind: Kind) -> DayLists:
        """Return the archive's lists for a kind; empty without its descriptions."""
        if kind not in self._lists:
            self._lists[kind] = self._read_day_lists(kind)
        return self._lists[kind]

    @cached_property
    def _lists(self) -> dict[Kind, DayLists]:
        return {}

    def _read_day_lists(self, kind: Kind) -> DayLists:
        prefixes = {match["prefix"] for path in self.source.files if (match := _PATH.fullmatch(path))}
        plural = KINDS[kind].plural
        names = (
            [f"{plural}/meta.json", "repos_meta.json", "meta.json"]
            if kind != "model"
            else ["meta.json", "repos_meta.json"]
        )
        for prefix in sorted(prefixes, key=len):
            for name in names:
                text = self.source.read_text(f"{prefix}{name}")
                if text is None:
                    continue
                try:
                    description: Json = msgspec.json.decode(text.encode())
                except msgspec.DecodeError as error:
                    file = Note("not_json", {"path": f"{prefix}{name}", "source": shorten(self.source.address), "reason": str(error)})  # fmt: skip
                    raise ImportFault(file, Note("nothing_imported")) from None
                part = description.get(plural, description) if isinstance(description, dict) else None
                if isinstance(part, dict):
                    return DayLists(
                        frozenset(_read_days(part.get("skip_days"))),
                        frozenset(_read_days(part.get("low_days"))),
                        _read_days(part.get("frozen")),
                    )
        return DayLists()


def _read_days(value: Json) -> dict[dt.date, float]:
    """Return days with their share; 1 for a list or a share that is not one."""
    entries = (
        value.items() if isinstance(value, dict) else [(day, 1.0) for day in value] if isinstance(value, list) else []
    )
    days: dict[dt.date, float] = {}
    for day, share in entries:
        try:
            days[dt.date.fromisoformat(str(day))] = share if isinstance(share, float | int) and 0 <= share <= 1 else 1.0
        except ValueError:
            continue
    return days


def _parse_month(text: str) -> dt.date | None:
    match = _MONTH.fullmatch(text)
    try:
        return dt.date(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None
