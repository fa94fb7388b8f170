"""Define pieces, the unit of an import: what a source is, what becomes one Parquet file, and what its rows look like.

A piece is normalized without the warehouse. Its Parquet file has a subset of COLUMNS in that order; an absent column means that the source
does not say. Rows are sorted by `oid` (else `id`) and by day, and unique in these.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol

from pipeline.kinds import Kind

COLUMNS: Mapping[str, str] = MappingProxyType({
    "day": "DATE",
    "observed_at": "TIMESTAMP",  # UTC; the true hour
    "oid": "VARCHAR",
    "id": "VARCHAR",
    "author": "VARCHAR",
    "pipeline_tag": "VARCHAR",
    "library_name": "VARCHAR",
    "tags": "VARCHAR[]",
    "gated": "VARCHAR",
    "disabled": "BOOLEAN",
    "created_at": "TIMESTAMP",
    "last_modified": "TIMESTAMP",
    "base_relation": "VARCHAR",
    "base_models": "VARCHAR[]",
    "parameters": "BIGINT",
    "downloads": "BIGINT",
    "downloads_all_time": "BIGINT",
    "likes": "BIGINT",
    "trending_score": "DOUBLE",
})  # fmt: skip
"""DuckDB type by name. `day`, `observed_at` and `id` are always there."""
COUNTERS = ("downloads", "downloads_all_time", "likes", "trending_score")  # of these columns

SORTED_BY = "identity, day"
"""The order of a piece's rows, which its metadata name as `sorted_by`: a repo's days are neighbors, which also compresses."""

TRUE_DOWNLOADS = "true_downloads"
TRUTH_COLUMNS = ("day", "id", TRUE_DOWNLOADS)
"""Of pieces that are no observations of the Hub, but an owner's true downloads of each day."""

PRIVATE_LICENSE = "private"
"""Of an owner's own data: exports leave out such sources."""

WHOLE_DAY, WEEKLY, NAMES_ONLY = 3, 2, 1
"""Precedence of sources: whole days with `_id`, weekly snapshots with `_id`, and series or tables of names."""

FIRST_DAY = dt.date(2016, 1, 1)  # the Hub began in 2016
MAX_ROWS = 250_000_000  # of a piece; the largest known month has 78 million


@dataclass(frozen=True)
class SourceFile:
    """A file of a source. `address`: a path, or an https:// or hf:// address with the commit.

    `version`: what changes with its content (ETag, commit, or time of change).
    """

    address: str
    size: int
    version: str


@dataclass(frozen=True)
class SourceInfo:
    """What a source is. `name`: a slug; `license`: None if it names none; `share_alike`: a database made from it must have the same license.

    `precedence`: of two sources of a day, the higher one counts. `complete`: its days list the whole Hub, but for partial ones.
    `named_by_place`: whether another source may have the same name, as a file of the same name in another folder.
    """

    name: str
    address: str
    format: str
    license: str | None
    share_alike: bool
    attribution: str
    precedence: int
    complete: bool
    named_by_place: bool = False


@dataclass(frozen=True)
class Piece:
    """What becomes one Parquet file: a kind's rows of one day, or of one month of a series.

    `fingerprint` changes when its input or the code that reads it changes: a piece with a known fingerprint needs no import.
    `rows`: as its files state them, estimated for a part of a file, None if unknown; `bytes`: of its needed columns, to be read.
    """

    kind: Kind
    first_day: dt.date
    last_day: dt.date
    inputs: tuple[SourceFile, ...]
    fingerprint: str
    rows: int | None = None
    bytes: int = 0
    observed_at: dt.datetime | None = None
    """The hour of all its rows, UTC without zone; None: the rows say, or the format's rule."""


@dataclass(frozen=True)
class CounterMark:
    """A day whose counters were frozen or rolled back. `share`: of the repos, None if unknown."""

    day: dt.date
    state: Literal["frozen", "rolled_back"]
    counters: tuple[str, ...]
    share: float | None = None


@dataclass(frozen=True)
class PieceReport:
    """What reading a piece found. Days that a list skips may have rows in the file, which do not count; reasons are codes."""

    rows: int
    duplicates: int = 0
    rejects: Mapping[str, int] = field(default_factory=dict)
    """Rows by reason: no_oid, invalid_oid, no_name, invalid_name, invalid_day, outside (of the piece's days), invalid_count."""
    days: Mapping[dt.date, int] = field(default_factory=dict)
    partial_days: Mapping[dt.date, str] = field(default_factory=dict)
    skipped_days: Mapping[dt.date, str] = field(default_factory=dict)
    counter_marks: tuple[CounterMark, ...] = ()
    """According to the source or to known_days.toml; rows stay."""
    unknown_columns: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """The columns of the file, a subset of COLUMNS; or TRUTH_COLUMNS."""


@dataclass(frozen=True)
class ImportPlan:
    """What an import would read; `almanac import --dry-run` shows it. `skipped_days`: days without a piece, with a code."""

    source: SourceInfo
    pieces: tuple[Piece, ...]
    skipped_days: Mapping[dt.date, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return sum(piece.bytes for piece in self.pieces)

    @property
    def rows(self) -> int | None:
        """Rows as the files state them; None if one does not."""
        counts = [piece.rows for piece in self.pieces]
        return None if None in counts else sum(count for count in counts if count is not None)


@dataclass(frozen=True)
class Progress:
    """A step of one piece: bytes read and rows written so far."""

    piece: Piece
    bytes: int
    rows: int


ReportProgress = Callable[[Progress], None]


def ignore_progress(_step: Progress) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class ImportRequest:
    """What to import. `source`: a file, folder, glob, https:// or hf://datasets/ address; None: the format, or all, is recognized.

    `mapping`: the TOML file of a table; `known_days`: the home's own list of bad days, if it exists.
    """

    source: str
    format: str | None = None
    kind: Kind | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    mapping: Path | None = None
    known_days: Path | None = None


class PieceReader(Protocol):
    """An open source, from `formats.open_reader(request, settings)`. Plan before writing."""

    def plan(self) -> ImportPlan:
        """List the pieces, without reading their rows. Raises ImportFault."""
        ...

    def write_piece(self, piece: Piece, target: Path, report_progress: ReportProgress = ignore_progress) -> PieceReport:
        """Write a piece as a Parquet file, or nothing if it has no rows. Raises ImportFault; `target` is whole or absent.

        Temporary files are next to `target`.
        """
        ...

    def complete(self, report: PieceReport, piece: Piece) -> PieceReport:
        """Return a piece's report with what is known about its days now, instead of what it says."""
        ...
