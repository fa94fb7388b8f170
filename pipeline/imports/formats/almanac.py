"""Read the export of an almanac: its own days, as a source of another almanac. An empty home restores all of it (publishing/restore.py)."""

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.errors import ImportFault, SourceMissing
from pipeline.hub_api.fields import list_fields
from pipeline.imports.exported_almanac import build_database, find_whole_export
from pipeline.imports.formats.base import FormatReader, count_days, span_month
from pipeline.imports.manifest import MARKER_FILE, Manifest
from pipeline.imports.normalize import (
    Selection,
    Session,
    build_days_condition,
    create_work_folder,
    open_session,
    write_rows,
)
from pipeline.imports.pieces import (
    COLUMNS,
    WHOLE_DAY,
    ImportPlan,
    Piece,
    PieceReport,
    Progress,
    ReportProgress,
    SourceFile,
    SourceInfo,
    ignore_progress,
)
from pipeline.imports.sources import Source
from pipeline.imports.values import quote_text
from pipeline.kinds import KINDS, Kind, find_kind
from pipeline.notes import Note
from pipeline.secrets import shorten
from pipeline.sql import fill, statement
from pipeline.warehouse.connection import open_warehouse

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

WORK_PREFIX = ".almanac-"
COUNTER_TABLES = ("store.daily", "store.daily_interval")  # their files decide whether a month has other rows


class Almanac(FormatReader):
    name = "almanac"
    _folder: TemporaryDirectory[str] | None = None  # of the exported almanac's database, once it is built

    @staticmethod
    def recognizes(source: Source) -> bool:
        return MARKER_FILE in source.files

    @cached_property
    def export(self) -> tuple[Source, Manifest]:
        """The whole export: of a repo, perhaps at an earlier commit. Raises ImportFault."""
        if MARKER_FILE not in self.source.files:
            raise SourceMissing(
                Note("no_export", {"source": shorten(self.source.address, 300)}), Note("nothing_imported")
            )
        return find_whole_export(self.source)

    @property
    def manifest(self) -> Manifest:
        return self.export[1]

    @cached_property
    def info(self) -> SourceInfo:
        return SourceInfo(
            name=f"almanac-{self.manifest.almanac[:8]}",
            address=self.source.address,
            format=self.name,
            license=self.source.license,
            share_alike=False,
            attribution=self.source.name,
            precedence=WHOLE_DAY,
            complete=self._has_hub_days,
        )

    @cached_property
    def _snapshots(self) -> list[tuple[Kind, dt.date, str, str]]:
        """Of the days that the request includes."""
        return [
            snapshot
            for snapshot in self._own_snapshots
            if self.includes_kind(snapshot[0]) and self.includes(snapshot[1])
        ]

    @cached_property
    def _own_snapshots(self) -> list[tuple[Kind, dt.date, str, str]]:
        """Kind, day, scope and status of the days that the exported almanac observed itself."""
        source, manifest = self.export
        files = [source.files[path] for path in manifest.tables["store.snapshot"].files]
        if not files:
            return []
        with open_session(source) as session:
            rows = session.fetch(fill(statement("imports/exported_days"), {"snapshots": session.read_query(files)}))
        days: list[tuple[Kind, dt.date, str, str]] = []
        for name, day, scope, status in rows:
            kind = find_kind(name)
            if kind is None or not isinstance(day, dt.date):
                raise ImportFault(
                    Note("export_damaged", {"source": shorten(source.address, 300)}), Note("nothing_imported")
                )
            days.append((kind, day, str(scope), str(status)))
        return days

    @property
    def _has_hub_days(self) -> bool:
        """Whether the almanac ever crawled the whole Hub, whatever days are asked for. Its other days are partial then."""
        return any(scope == "hub" for _, _, scope, _ in self._own_snapshots)

    def plan(self) -> ImportPlan:
        if self.manifest.is_sample:
            raise ImportFault(
                Note("export_of_sample", {"source": shorten(self.source.address, 300)}), Note("nothing_imported")
            )
        months = {
            kind: {day.replace(day=1) for other_kind, day, *_ in self._snapshots if other_kind == kind}
            for kind in KINDS
        }
        return self.build_plan((self._build_piece(kind, month) for kind in KINDS for month in months[kind]), {})

    def _build_piece(self, kind: Kind, month: dt.date) -> Piece:
        days = self._list_days(kind, month)
        files = [
            path for table in COUNTER_TABLES for path in self.manifest.tables[table].files if is_of_month(path, month)
        ]
        hashes = [self.manifest.files[path].sha256 for path in files]
        byte_count = sum(self.manifest.files[path].bytes for path in files)
        fingerprint = self.fingerprint(kind, days[0], days[-1], [], hashes, days)
        return Piece(kind, days[0], days[-1], tuple(self._find_inputs(files)), fingerprint, None, byte_count)

    def _find_inputs(self, paths: list[str]) -> list[SourceFile]:
        source, _ = self.export
        return [source.files[path] for path in paths]

    def _list_days(self, kind: Kind, month: dt.date) -> list[dt.date]:
        first, last = span_month(month)
        return [day for other_kind, day, *_ in self._snapshots if other_kind == kind and first <= day <= last]

    def select(self, piece: Piece, types: "Mapping[str, DuckDBPyType]", session: Session) -> Selection:
        own_columns = {"oid", *(column.name for field in list_fields(piece.kind) for column in field.columns)}
        names = [name for name in COLUMNS if name in own_columns and name in types]
        days = self._list_days(piece.kind, piece.first_day)
        other_days = {
            piece.first_day + dt.timedelta(n) for n in range(count_days(piece.first_day, piece.last_day))
        } - set(days)
        values = {"day": "date", "observed_at": "observed_at", **{name: name for name in names}}
        return Selection(values, build_days_condition(piece.first_day, piece.last_day, other_days))

    def write_piece(self, piece: Piece, target: Path, report_progress: ReportProgress = ignore_progress) -> PieceReport:
        """Write a month of the exported almanac's rows. The first one builds its database, next to the target."""
        database = self._build(target.parent, piece, report_progress)
        with create_work_folder(target) as folder, open_session(self.source, folder) as session:
            session.con.execute(f"ATTACH {quote_text(str(database))} AS exported (READ_ONLY)")
            days = {"first": f"DATE '{piece.first_day}'", "last": f"DATE '{piece.last_day}'"}
            query = fill(statement("imports/exported_rows"), {"kind": quote_text(piece.kind), **days})
            session.con.execute(f"CREATE TEMP VIEW exported_row AS {query}")
            rows = "FROM exported_row"
            selection = self.select(piece, session.read_types(rows), session)
            report = write_rows(session, piece, selection, rows, target, report_progress)
        return self.complete(report, piece)

    def describe_days(self, report: PieceReport, piece: Piece) -> PieceReport:
        """Add the days that the exported almanac cut short, and those of the leaders among days of the whole Hub."""
        partial_days = {
            day: "limited" if status != "ok" else "leaders"
            for kind, day, scope, status in self._snapshots
            if kind == piece.kind and (status != "ok" or (self._has_hub_days and scope != "hub"))
        }
        return replace(report, partial_days={day: why for day, why in partial_days.items() if day in report.days})

    def _build(self, folder: Path, piece: Piece, report_progress: ReportProgress) -> Path:
        """Return the exported almanac's database, built once."""
        if self._folder is None:
            source, manifest = self.export
            folder.mkdir(parents=True, exist_ok=True)
            for leftover in folder.glob(f"{WORK_PREFIX}*"):
                shutil.rmtree(leftover, ignore_errors=True)
            self._folder = TemporaryDirectory(prefix=WORK_PREFIX, dir=folder)
            database = Path(self._folder.name) / "hub.duckdb"
            build_database(source, manifest, database, lambda count: report_progress(Progress(piece, count, 0)))
            with open_warehouse(database):
                pass  # creates the views
        return Path(self._folder.name) / "hub.duckdb"


def is_of_month(path: str, month: dt.date) -> bool:
    """Whether a state file has days of a month."""
    return f"/month={month:%Y-%m}/" in path or f"/date={month:%Y-%m}-" in path
