"""Read any table of repos by day: Parquet, CSV, JSON or NDJSON, with a mapping or obvious column names.

Of several observations of a repo on a UTC day, the last one counts.
"""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.errors import ImportFault, UsageError
from pipeline.imports.footers import read_footer
from pipeline.imports.formats.base import Days, FormatReader, count_days, span_month
from pipeline.imports.formats.mapping import TableMapping, guess_mapping, read_mapping
from pipeline.imports.normalize import (
    Selection,
    Session,
    build_days_condition,
    build_no_day_condition,
    list_unknown,
    open_session,
)
from pipeline.imports.pieces import COUNTERS, NAMES_ONLY, WHOLE_DAY, ImportPlan, Piece, SourceFile, SourceInfo
from pipeline.imports.sources import SUFFIXES, Source, name_file
from pipeline.imports.values import SourceColumn, build_time, build_value, find_column
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note, Parameters
from pipeline.secrets import shorten
from pipeline.text import suggest_nearest

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

_DATE = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_KIND = re.compile(r"(?<![a-z])(model|dataset)s?(?![a-z])")


class Table(FormatReader):
    name = "table"

    @staticmethod
    def recognizes(source: Source) -> bool:
        return any(path.lower().endswith(SUFFIXES) for path in source.files)

    @cached_property
    def info(self) -> SourceInfo:
        entry, mapping = self._mapping.source, self._mapping
        return SourceInfo(
            name=entry.name or self.source.slug,
            address=self.source.address,
            format=self.name,
            license=entry.license or self.source.license,
            share_alike=entry.share_alike,
            attribution=entry.attribution,
            precedence=WHOLE_DAY if mapping.complete and "oid" in mapping.columns else NAMES_ONLY,
            complete=mapping.complete,
            named_by_place=entry.name is None,
        )

    def plan(self) -> ImportPlan:
        # an unknown kind is refused before files are read for their days
        skipped_days = self.load_known_days(self._kind).skip
        pieces = self._pieces
        if not pieces:
            raise self.empty_plan_error()
        first, last = pieces[0].first_day, pieces[-1].last_day
        return ImportPlan(self.info, pieces, {day: code for day, code in skipped_days.items() if first <= day <= last})

    def select(self, piece: Piece, types: "Mapping[str, DuckDBPyType]", session: Session) -> Selection:
        mapping = self._mapping
        columns = {name: self._find_column(piece.inputs[0], types, name) for name in mapping.columns}
        values = {
            name: self._build_value(name, column)
            for name, column in columns.items()
            if name not in ("day", "observed_at")
        }
        day, observed_at = self._build_times(piece, columns)
        values |= {"day": day, "observed_at": observed_at}
        condition = build_days_condition(piece.first_day, piece.last_day)
        earlier_pieces = [planned_piece for planned_piece in self._pieces if planned_piece.first_day < piece.first_day]
        read_files = {file for planned_piece in earlier_pieces for file in planned_piece.inputs}
        if read_files.isdisjoint(piece.inputs):  # counted once
            condition = f"({condition}) OR {build_no_day_condition()}"
        used_columns = {column.path.partition(".")[0] for column in columns.values()} | set(mapping.columns.values())
        return Selection(values, condition, unknown_columns=list_unknown(types, used_columns))

    @cached_property
    def _kind(self) -> Kind:
        """The kind that the mapping, the request or the path names, or the columns imply. Raises UsageError."""
        asked_kind = self.request.kind
        if None not in (asked_kind, self._mapping.kind) and asked_kind != self._mapping.kind:
            raise UsageError(
                Note("kind_differs_from_mapping", {"kind": KINDS[asked_kind].plural if asked_kind else ""})
            )
        names: set[Kind] = {kind for path in self.source.files for kind in _find_kinds(path)}
        by_name = next(iter(names)) if len(names) == 1 else None
        by_column: Kind | None = "model" if self._mapping.columns.keys() & {"pipeline_tag", "library_name"} else None
        kind = asked_kind or self._mapping.kind or by_name or by_column
        if kind is None:
            raise UsageError(Note("unknown_kind_of_source", {"source": shorten(self.source.address)}))
        return kind

    @cached_property
    def _mapping(self) -> TableMapping:
        mapping = read_mapping(self.request.mapping) if self.request.mapping else guess_mapping(self._types)
        if "id" not in mapping.columns or not any(name in mapping.columns for name in COUNTERS):
            raise mapping.error("id", Note("no_obvious_columns", {"source": shorten(self.source.address)}))
        return mapping

    @cached_property
    def _types(self) -> "Mapping[str, DuckDBPyType]":
        with open_session(self.source) as session:
            return session.read_types(session.read_query([*self._files.values()][:1]))

    @cached_property
    def _files(self) -> dict[str, SourceFile]:
        """The files of the first form of which there are any: the same data may lie there in several.

        Of several files, those whose names say only the other kind are left out.
        """
        kind = self.request.kind or (self._mapping.kind if self.request.mapping else None)
        own_files = {
            path: file
            for path, file in self.source.files.items()
            if kind is None or len(self.source.files) == 1 or _find_kinds(path) in (set(), {kind}, set(KINDS))
        }
        for suffix in SUFFIXES:
            files = {path: file for path, file in own_files.items() if path.lower().endswith(suffix)}
            if files:
                return dict(sorted(files.items()))
        if own_files != self.source.files:
            raise self.empty_plan_error()
        raise ImportFault(Note("no_data_files", {"source": shorten(self.source.address)}), Note("nothing_imported"))

    @cached_property
    def _pieces(self) -> tuple[Piece, ...]:
        """One piece a month, or a day if only the paths say the day."""
        spans = {file: self._find_span(path, file) for path, file in self._files.items()}
        files_by_days: dict[Days, list[SourceFile]] = {}
        for file, (first, last) in spans.items():
            for days in [(first, last)] if self._is_dated_by_path else _list_months(first, last):
                files_by_days.setdefault(days if first == last else span_month(days[0]), []).append(file)
        pieces: list[Piece] = []
        for days, files in sorted(files_by_days.items()):
            firsts, lasts = zip(*(spans[file] for file in files), strict=True)
            first, last = self.clip((max(days[0], min(firsts)), min(days[1], max(lasts))))
            if first <= last:
                pieces.append(self._build_piece(first, last, {file: spans[file] for file in files}))
        return tuple(pieces)

    @property
    def _is_dated_by_path(self) -> bool:
        return not self._mapping.columns.keys() & {"day", "observed_at"}

    def _build_piece(self, first: dt.date, last: dt.date, spans: Mapping[SourceFile, Days]) -> Piece:
        """`spans`: the files with their days. Rows and bytes of a file count by the share of its days."""
        mapping, files = self._mapping, tuple(spans)
        extras = (sorted(mapping.columns.items()), str(mapping.hour))
        fingerprint = self.fingerprint(self._kind, first, last, files, *extras)
        shares = {
            file: count_days(max(first, span[0]), min(last, span[1])) / count_days(*span)
            for file, span in spans.items()
        }
        if not files[0].address.partition("?")[0].lower().endswith(".parquet"):
            return Piece(
                self._kind,
                first,
                last,
                files,
                fingerprint,
                None,
                round(sum(file.size * shares[file] for file in files)),
            )
        footers = {file: read_footer(self.source, file) for file in files}
        byte_count = sum(
            footer.count_bytes(mapping.columns.values()) * shares[file] for file, footer in footers.items()
        )
        row_count = sum(footer.rows * shares[file] for file, footer in footers.items())
        return Piece(self._kind, first, last, files, fingerprint, round(row_count), round(byte_count))

    def _find_span(self, path: str, file: SourceFile) -> Days:
        """Return a file's first and last day, from its path, its footer, or its rows. Raises ImportFault."""
        if self._is_dated_by_path:
            day = _find_date(path)
            if day is None:
                raise self._mapping.error("day", Note("no_day_column", {"file": name_file(file)}))
            return day, day
        name = "observed_at" if "observed_at" in self._mapping.columns else "day"
        if path.lower().endswith(".parquet"):
            extremes = read_footer(self.source, file).extremes.get(self._mapping.columns[name])
            if extremes is not None:
                return extremes[0].date(), extremes[1].date()
        with open_session(self.source) as session:
            rows = session.read_query([file])
            column = self._find_column(file, session.read_types(rows), name)
            time = self._build_time(name, column)
            [(first, last)] = session.fetch(f"SELECT min({time}), max({time}) FROM ({rows})")
        if not isinstance(first, dt.datetime) or not isinstance(last, dt.datetime):
            place: Parameters = {"file": name_file(file), "column": shorten(column.path, 80)}
            raise self._mapping.error(name, Note("no_time_in_column", place))
        return first.date(), last.date()

    def _build_times(self, piece: Piece, columns: Mapping[str, SourceColumn]) -> tuple[str, str]:
        """Return the SQL of `day` and `observed_at`."""
        hour = f"TIME '{self._mapping.hour}'"
        if "observed_at" in columns:
            time = self._build_time("observed_at", columns["observed_at"])
            day = self._build_value("day", columns["day"]) if "day" in columns else f"CAST({time} AS DATE)"
            return day, time
        if "day" not in columns:
            return f"DATE '{piece.first_day}'", f"DATE '{piece.first_day}' + {hour}"
        column = columns["day"]
        if column.type.id == "date":
            return column.sql, f"{column.sql} + {hour}"
        time = self._build_time("day", column)
        # a time of midnight is a day without a time
        observed_at = f"CASE WHEN {time} = date_trunc('day', {time}) THEN CAST({time} AS DATE) + {hour} ELSE {time} END"
        return f"CAST({time} AS DATE)", observed_at

    def _build_time(self, name: str, column: SourceColumn) -> str:
        time = build_time(column)
        if time is None:
            wrong_type: Parameters = {"column": shorten(column.path, 80), "type": shorten(str(column.type), 80)}
            raise self._mapping.error(name, Note("column_not_a_time", wrong_type))
        return time

    def _build_value(self, name: str, column: SourceColumn) -> str:
        try:
            return build_value(name, column)
        except ImportFault as error:
            if self._mapping.file is None:
                raise
            raise self._mapping.error(name, error.parts[0]) from None

    def _find_column(self, file: SourceFile, types: "Mapping[str, DuckDBPyType]", name: str) -> SourceColumn:
        path = self._mapping.columns[name]
        column = find_column(types, path)
        if column is None:
            no_column = Note("no_such_column", {"file": name_file(file), "column": shorten(path, 80)})
            hints = suggest_nearest(shorten(path, 80), [shorten(name, 80) for name in types], 20)
            raise self._mapping.error(name, no_column, *hints)
        return column


def _list_months(first: dt.date, last: dt.date) -> list[Days]:
    months: list[Days] = []
    while first <= last:
        end = min(span_month(first)[1], last)
        months.append((first, end))
        first = end + dt.timedelta(days=1)
    return months


def _find_kinds(path: str) -> set[Kind]:
    """Return the kinds that a file's own name says."""
    return {"dataset" if name == "dataset" else "model" for name in _KIND.findall(path.rpartition("/")[2].lower())}


def _find_date(path: str) -> dt.date | None:
    """Return the last date in a path."""
    for text in reversed(_DATE.findall(path)):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            continue
    return None
