"""What the formats share: how a reader plans and writes pieces, and how the Hub names its fields."""

import calendar
import datetime as dt
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from pipeline.errors import ImportFault
from pipeline.hub_api.fields import list_fields
from pipeline.imports.known_days import KnownDays, load_known_days
from pipeline.imports.normalize import (
    Selection,
    Session,
    create_work_folder,
    describe_missing,
    list_unknown,
    open_session,
    write_rows,
)
from pipeline.imports.pieces import (
    ImportPlan,
    ImportRequest,
    Piece,
    PieceReport,
    ReportProgress,
    SourceFile,
    SourceInfo,
    ignore_progress,
)
from pipeline.imports.sources import Source
from pipeline.imports.values import build_value, find_column, quote_text
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note, Parameters
from pipeline.secrets import shorten

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

Days: TypeAlias = tuple[dt.date, dt.date]
READER_VERSION = 3  # raise it when the same file gives other rows, or in another order
HUB_FIELDS: Mapping[str, str] = {
    "oid": "_id",
    "id": "id",
    "author": "author",
    "pipeline_tag": "pipeline_tag",
    "library_name": "library_name",
    "tags": "tags",
    "gated": "gated",
    "disabled": "disabled",
    "created_at": "createdAt",
    "last_modified": "lastModified",
    "base_relation": "baseModels.relation",
    "base_models": "baseModels.models",
    "parameters": "safetensors.total",
    "downloads": "downloads",
    "downloads_all_time": "downloadsAllTime",
    "likes": "likes",
    "trending_score": "trendingScore",
}
"""The API's field for each column."""
IGNORED_FIELDS = frozenset({
    "baseModels", "safetensors", "gguf", "cardData", "siblings", "config", "mainSize", "sha", "modelId", "private", "spaces", "description",
    "citation", "paperswithcode_id", "key", "widgetData", "transformersInfo", "model-index", "resourceGroup", "inference", "usedStorage",
    "createdAt", "lastModified", "author", "disabled", "gated",
})  # fmt: skip
"""Fields of archives of whole days that Almanac knows but does not import."""


class FormatReader(ABC):
    """An open source of one format; a pieces.PieceReader."""

    name: ClassVar[str]

    def __init__(self, source: Source, request: ImportRequest):
        self.source, self.request = source, request

    @staticmethod
    @abstractmethod
    def recognizes(source: Source) -> bool:
        """Whether the source looks like this format, from its paths and perhaps the columns of one file."""

    @cached_property
    @abstractmethod
    def info(self) -> SourceInfo:
        """What the source is."""

    @abstractmethod
    def plan(self) -> ImportPlan:
        """List the pieces. Raises ImportFault."""

    @abstractmethod
    def select(self, piece: Piece, types: "Mapping[str, DuckDBPyType]", session: Session) -> Selection:
        """Say which columns and rows of a piece's files count. Raises ImportFault for wrong columns."""

    def read_rows(self, piece: Piece, session: Session) -> str:
        """Return the query of a piece's rows."""
        return session.read_query(piece.inputs)

    def complete(self, report: PieceReport, piece: Piece) -> PieceReport:
        """Return a piece's report with what is known about its days now, instead of what it says of them."""
        report = replace(report, partial_days={}, skipped_days={}, counter_marks=())
        return self.load_known_days(piece.kind).add_to(self.describe_days(report, piece), piece)

    def describe_days(self, report: PieceReport, _piece: Piece) -> PieceReport:
        """Add what the source itself says of a piece's days."""
        return report

    def write_piece(self, piece: Piece, target: Path, report_progress: ReportProgress = ignore_progress) -> PieceReport:
        """Write a piece as a Parquet file, or nothing if it has no rows. Raises ImportFault; `target` is whole or absent."""
        with create_work_folder(target) as folder, open_session(self.source, folder) as session:
            rows = self.read_rows(piece, session)
            selection = self.select(piece, session.read_types(rows), session)
            report = write_rows(session, piece, selection, rows, target, report_progress)
        return self.complete(report, piece)

    def build_plan(self, pieces: Iterable[Piece], skipped_days: Mapping[dt.date, str]) -> ImportPlan:
        """Return the plan with its pieces in order. Raises ImportFault if there are none, and none are skipped."""
        planned_pieces = tuple(sorted(pieces, key=lambda piece: (piece.first_day, piece.kind)))
        if not planned_pieces and not skipped_days:
            raise self.empty_plan_error()
        return ImportPlan(self.info, planned_pieces, skipped_days)

    def load_known_days(self, kind: Kind) -> KnownDays:
        return load_known_days(self.name, kind, self.request.known_days)

    def includes(self, day: dt.date) -> bool:
        """Whether the request asks for a day."""
        first, last = self.request.first_day, self.request.last_day
        return (first is None or day >= first) and (last is None or day <= last)

    def clip(self, days: Days) -> Days:
        """Return the requested ones of some days; the first is after the last if there are none."""
        return max(days[0], self.request.first_day or days[0]), min(days[1], self.request.last_day or days[1])

    def includes_kind(self, kind: Kind) -> bool:
        return self.request.kind in (None, kind)

    def fingerprint(
        self, kind: Kind, first: dt.date, last: dt.date, files: Iterable[SourceFile], *extras: object
    ) -> str:
        """Hash what decides a piece's rows. `extras`: what else does, as JSON can hold it."""
        versions = sorted((file.size, file.version) for file in files)
        parts = [self.name, READER_VERSION, kind, str(first), str(last), versions, extras]
        return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:32]

    def empty_plan_error(self) -> ImportFault:
        request = self.request
        values = {"--kind": request.kind and KINDS[request.kind].plural, "--from": request.first_day, "--to": request.last_day}  # fmt: skip
        options = " ".join(f"{name} {value}" for name, value in values.items() if value)
        place: Parameters = {"source": shorten(self.source.address), "format": self.name}
        empty_source = Note("nothing_in_format_with", place | {"options": options}) if options else Note("nothing_in_format", place)  # fmt: skip
        return ImportFault(empty_source, Note("nothing_imported"))


class ArchiveReader(FormatReader):
    """A public archive. `repo`: its dataset repo; the rest as in SourceInfo, the license unless the source names one."""

    repo: ClassVar[str]
    license: ClassVar[str]
    share_alike: ClassVar[bool] = False
    precedence: ClassVar[int]
    complete_days: ClassVar[bool]

    @cached_property
    def info(self) -> SourceInfo:
        """What the source is, under the format's name if it is the archive itself or a local copy of it."""
        is_archive = self.source.name == self.repo or (self.source.repo is None and self.source.remote is None)
        return SourceInfo(
            name=self.name if is_archive else self.source.slug,
            address=self.source.address,
            format=self.name,
            license=self.source.license or self.license,
            share_alike=self.share_alike,
            attribution=f"{self.repo} on the Hugging Face Hub",
            precedence=self.precedence,
            complete=self.complete_days,
            named_by_place=not is_archive,
        )


class WholeDayReader(ArchiveReader):
    """An archive of whole days of the Hub, with the fields of its API."""

    complete_days = True

    def select(self, piece: Piece, types: "Mapping[str, DuckDBPyType]", session: Session) -> Selection:
        observed_at = piece.observed_at or dt.datetime.combine(piece.first_day, dt.time(12))
        return select_hub_fields(piece, types, day=piece.first_day, observed_at=observed_at, form=self.name)


def select_hub_fields(
    piece: Piece, types: "Mapping[str, DuckDBPyType]", *, day: dt.date, observed_at: dt.datetime, form: str
) -> Selection:
    """Select the fields of the Hub's API, as whole days of one kind have them; days differ in columns and types."""
    own_columns = {"oid", *(column.name for field in list_fields(piece.kind) for column in field.columns)}
    columns = {
        name: column
        for name, path in HUB_FIELDS.items()
        if name in own_columns and (column := find_column(types, path)) is not None
    }
    missing = {HUB_FIELDS[name] for name in ("oid", "id", "likes") if name not in columns}
    if missing:
        raise describe_missing(piece.inputs[0], missing, form)
    values = {"day": f"DATE '{day}'", "observed_at": f"TIMESTAMP {quote_text(observed_at.isoformat(' '))}"}
    odd_columns: list[str] = []
    for name, column in columns.items():
        try:
            values[name] = build_value(name, column)
        except ImportFault:
            if name in ("oid", "id", "likes"):
                raise
            odd_columns.append(column.path.partition(".")[0])
    if "author" in values:
        values["author"] = f"author_in({values['author']}, {values['id']})"
    known_names = {path.partition(".")[0] for path in HUB_FIELDS.values()} | IGNORED_FIELDS
    unknown = (*list_unknown(types, known_names), *list_unknown(odd_columns, ()))
    return Selection(values, unknown_columns=unknown)


def span_month(day: dt.date) -> Days:
    """Return the first and last day of a day's month."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def count_days(first: dt.date, last: dt.date) -> int:
    return max((last - first).days + 1, 0)
