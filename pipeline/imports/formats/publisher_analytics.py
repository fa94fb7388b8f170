"""Read Publisher Analytics: an organization's own CSV of the true downloads of each of its repos on each day.

Its `downloads` are those of one day, not the Hub's 30-day counter: they become no snapshot, but `true_downloads`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.config import latest_day
from pipeline.errors import ImportFault
from pipeline.imports.formats.base import FormatReader
from pipeline.imports.normalize import (
    Selection,
    Session,
    build_days_condition,
    build_no_day_condition,
    describe_missing,
    open_session,
)
from pipeline.imports.pieces import (
    NAMES_ONLY,
    PRIVATE_LICENSE,
    TRUE_DOWNLOADS,
    TRUTH_COLUMNS,
    ImportPlan,
    Piece,
    SourceFile,
    SourceInfo,
)
from pipeline.imports.sources import SUFFIXES, Source
from pipeline.imports.values import (
    MAX_TEXT,
    SourceColumn,
    build_time,
    build_value,
    cut_text,
    find_column,
    quote_text,
)
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note
from pipeline.secrets import shorten

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

COLUMNS: Mapping[str, str] = {"kind": "repoType", "id": "repoName", "day": "timestamp", TRUE_DOWNLOADS: "downloads"}
CSV_SUFFIXES = tuple(suffix for suffix in SUFFIXES if suffix.startswith(".csv"))


@dataclass(frozen=True)
class _Extent:
    """The days of a kind's rows. `owner`: of all their names, None if there are several."""

    first: dt.date
    last: dt.date
    rows: int
    owner: str | None


class PublisherAnalytics(FormatReader):
    name = "publisher-analytics"

    @staticmethod
    def recognizes(source: Source) -> bool:
        files = _list_files(source)
        if not files or any(path.lower().endswith(SUFFIXES) for path in source.files.keys() - files.keys()):
            return False
        try:
            with open_session(source) as session:
                types = session.read_types(session.read_query([next(iter(files.values()))]))
        except ImportFault:
            return False  # as a table, it gets a better sentence
        return types.keys() >= set(COLUMNS.values())

    @cached_property
    def info(self) -> SourceInfo:
        owners = {extent.owner for extent in self._extents.values()}
        owner = owners.pop() if len(owners) == 1 else None
        named_source = replace(self.source, name=f"{self.name}-{owner}") if owner else self.source
        return SourceInfo(
            name=named_source.slug,
            address=self.source.address,
            format=self.name,
            license=PRIVATE_LICENSE,
            share_alike=False,
            attribution=f"Publisher Analytics of {owner or 'several owners'}",
            precedence=NAMES_ONLY,
            complete=False,
            named_by_place=owner is None,
        )

    def plan(self) -> ImportPlan:
        files = tuple(self._files.values())
        pieces: list[Piece] = []
        for kind, extent in self._extents.items():
            first, last = self.clip((extent.first, extent.last))
            if first <= last:
                fingerprint = self.fingerprint(kind, first, last, files)
                size = sum(file.size for file in files)
                pieces.append(Piece(kind, first, last, files, fingerprint, extent.rows, size))
        return self.build_plan(pieces, {})

    def read_rows(self, piece: Piece, session: Session) -> str:
        return f"SELECT * FROM ({session.read_query(piece.inputs)}) WHERE {_write_kind_condition(piece.kind)}"

    def select(self, piece: Piece, types: "Mapping[str, DuckDBPyType]", session: Session) -> Selection:
        columns = _find_columns(piece.inputs[0], types)
        condition = f"({build_days_condition(piece.first_day, piece.last_day)}) OR {build_no_day_condition()}"
        return Selection(_build_values(columns), condition, columns=TRUTH_COLUMNS, count=TRUE_DOWNLOADS)

    @cached_property
    def _files(self) -> Mapping[str, SourceFile]:
        files = _list_files(self.source)
        if not files:
            raise ImportFault(Note("no_csv_file", {"source": shorten(self.source.address)}), Note("nothing_imported"))
        return files

    @cached_property
    def _extents(self) -> Mapping[Kind, _Extent]:
        """Read the extent of each kind that the request includes. Raises ImportFault for wrong columns."""
        files = list(self._files.values())
        extents: dict[Kind, _Extent] = {}
        with open_session(self.source) as session:
            rows = session.read_query(files)
            values = _build_values(_find_columns(files[0], session.read_types(rows)))
            columns = ", ".join(f"{value} AS {name}" for name, value in values.items())
            for kind in filter(self.includes_kind, KINDS):
                [(first, last, count, first_owner, last_owner)] = session.fetch(
                    f"SELECT min(day), max(day), count(*), min(owner), max(owner) "
                    f"FROM (SELECT day, CASE WHEN is_plain_name(id) THEN split_part(id, '/', 1) END AS owner "
                    f"FROM (SELECT {columns} FROM ({rows}) WHERE {_write_kind_condition(kind)})) WHERE day <= DATE '{latest_day()}'"
                )
                if isinstance(first, dt.date) and isinstance(last, dt.date) and isinstance(count, int):
                    owner = first_owner if first_owner == last_owner else None
                    extents[kind] = _Extent(first, last, count, owner if isinstance(owner, str) else None)
        return extents


def _list_files(source: Source) -> dict[str, SourceFile]:
    return {path: file for path, file in sorted(source.files.items()) if path.lower().endswith(CSV_SUFFIXES)}


def _find_columns(file: SourceFile, types: "Mapping[str, DuckDBPyType]") -> dict[str, SourceColumn]:
    columns = {name: column for name, path in COLUMNS.items() if (column := find_column(types, path)) is not None}
    if missing := {COLUMNS[name] for name in COLUMNS.keys() - columns.keys()}:
        raise describe_missing(file, missing, PublisherAnalytics.name)
    return columns


def _build_values(columns: Mapping[str, SourceColumn]) -> dict[str, str]:
    return {
        "day": f"CAST({build_time(columns['day'])} AS DATE)",
        "id": build_value("id", columns["id"]),
        TRUE_DOWNLOADS: build_value("downloads", columns[TRUE_DOWNLOADS]),
    }


def _write_kind_condition(kind: Kind) -> str:
    column = cut_text(f'"{COLUMNS["kind"]}"', MAX_TEXT)
    return f"lower(trim({column})) = {quote_text(kind)}"
