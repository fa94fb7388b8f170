"""Say which column of a table is what: by a mapping that a person wrote (TOML), or by obvious names.

kind = "models"                 # or "datasets"
hour = "13:50"                  # UTC, of a `day` without a time; default 12:00
complete = false                # whether each day lists the whole Hub

[source]                        # all optional
name = "my-series"               # also its folder on the shelf
license = "mit"
share_alike = false
attribution = "who made it"

[columns]                       # names as in pieces.COLUMNS, dots for nested fields
day = "date"                    # or observed_at, a time in UTC, of which the last one of a day counts
id = "model_id"
downloads = "dl30"
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.errors import ImportFault, MappingError
from pipeline.imports.pieces import COLUMNS
from pipeline.imports.toml_files import TomlFile
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note
from pipeline.paths import find_slug_fault
from pipeline.secrets import shorten
from pipeline.text import suggest_nearest

OBVIOUS_NAMES: Mapping[str, tuple[str, ...]] = {
    "observed_at": ("observed_at", "captured_at", "fetched_at", "scraped_at", "collected_at", "snapshot_at", "timestamp"),
    "day": ("day", "date", "snapshot_date", "snapshot_day", "ds"),
    "oid": ("_id", "oid"),
    "id": ("id", "repo_id", "repo_name", "repo", "model_id", "modelid", "dataset_id", "datasetid", "model_name", "dataset_name", "name"),
    "author": ("author", "owner"),
    "pipeline_tag": ("pipeline_tag",),
    "library_name": ("library_name", "library"),
    "tags": ("tags",),
    "gated": ("gated",),
    "disabled": ("disabled",),
    "created_at": ("created_at", "createdat"),
    "last_modified": ("last_modified", "lastmodified"),
    "parameters": ("parameters", "safetensors.total"),
    "downloads": ("downloads", "downloads_30d", "downloads_30_days", "dl30"),
    "downloads_all_time": ("downloads_all_time", "downloadsalltime", "all_time_downloads", "dl_all"),
    "likes": ("likes", "like_count"),
    "trending_score": ("trending_score", "trendingscore"),
}  # fmt: skip
NOON = dt.time(12)
_HOUR = re.compile(r"(\d{1,2}):(\d{2})")


class SourceEntry(msgspec.Struct, forbid_unknown_fields=True):
    name: str | None = None
    license: str | None = None
    share_alike: bool = False
    attribution: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    columns: dict[str, object] = {}
    kind: Literal["models", "datasets", "model", "dataset"] | None = None
    hour: str = "12:00"
    complete: bool = False
    source: SourceEntry = msgspec.field(default_factory=SourceEntry)


@dataclass(frozen=True)
class TableMapping:
    """Which column of a table is what. `columns`: the source's column by normalized name; `file`: to name lines, None without one."""

    columns: Mapping[str, str]
    kind: Kind | None = None
    hour: dt.time = NOON
    complete: bool = False
    source: SourceEntry = field(default_factory=SourceEntry)
    file: TomlFile | None = None

    def error(self, key: str, *parts: Note) -> MappingError | ImportFault:
        """Return an error about the column of a normalized name."""
        if self.file is not None:
            return self.file.error(["columns", key], *parts)
        return ImportFault(*parts, Note("nothing_imported"), Note("use_mapping"))


def read_mapping(path: Path) -> TableMapping:
    """Read a mapping. Raises MappingError with file and line."""
    file = TomlFile.read(path)
    entries = file.decode(_File)
    columns: dict[str, str] = {}
    for name, column in entries.columns.items():
        if name not in COLUMNS:
            unknown_column = Note("unknown_column", {"name": shorten(name, 60)})
            raise file.error(["columns", name], unknown_column, *suggest_nearest(name, list(COLUMNS)))
        if not isinstance(column, str) or not 0 < len(column) <= 500:
            raise file.error(["columns", name], Note("column_not_a_name", {"name": name}))
        columns[name] = column
    if "id" not in entries.columns:
        raise file.error(["columns"], Note("mapping_without_id"))
    name = entries.source.name
    if name is not None and (fault := find_slug_fault(name)):
        raise file.error(["source", "name"], Note("source_name_invalid", {"name": shorten(name, 80), "fault": fault}))
    match = _HOUR.fullmatch(entries.hour)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise file.error(["hour"], Note("invalid_hour", {"value": shorten(entries.hour, 40)}))
    kind: Kind | None = next((kind.name for kind in KINDS.values() if entries.kind in (kind.name, kind.plural)), None)
    return TableMapping(columns, kind, dt.time(int(match[1]), int(match[2])), entries.complete, entries.source, file)


def guess_mapping(names: Collection[str]) -> TableMapping:
    """Return the mapping of obvious names, of which the first one of each list counts, in any letter case."""
    by_lower_case = {name.casefold(): name for name in names}
    columns = {
        column: next(by_lower_case[alias] for alias in aliases if alias in by_lower_case)
        for column, aliases in OBVIOUS_NAMES.items()
        if any(alias in by_lower_case for alias in aliases)
    }
    if "observed_at" in columns:
        columns.pop("day", None)  # one of them decides
    return TableMapping(columns)
