"""The manifest of an export: which files hold the tables of the almanac, so that its home can be restored.

DIR/almanac-export.json       marker of an export folder
DIR/state/manifest.json       this manifest, written last: a folder is whole if its files are as it says
DIR/state/<table>.parquet     a table of schema store or main; one with days has a file per day or past month
"""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pipeline.errors import ImportFault
from pipeline.imports.pieces import SourceFile
from pipeline.imports.sources import Source
from pipeline.notes import Note, Parameters
from pipeline.secrets import shorten

MARKER_FILE = "almanac-export.json"
STATE_FOLDER = "state"
MANIFEST_FILE = f"{STATE_FOLDER}/manifest.json"
CATALOGUE_FILE = f"{STATE_FOLDER}/catalogue.toml"
LAYOUT = 1
MAX_COMMITS = 100  # how far back a whole export is looked for, in a repo whose last upload was interrupted
_STATE_PATH = re.compile(
    rf"{STATE_FOLDER}/(?:[a-z_-]+\.parquet|[a-z_-]+/(?:month=\d{{4}}-\d\d|date=\d{{4}}-\d\d-\d\d)/[a-z_]+\.parquet)|{CATALOGUE_FILE}"
)
_TABLE = re.compile(r"(?:store|main)\.[a-z_]{1,60}")
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,60}")
_FIELD = r"[a-z_]{1,60} [A-Z]{1,20}(?:\[\])?"
_TYPE = re.compile(rf"(?:[A-Z]{{1,20}}|STRUCT\({_FIELD}(?:, {_FIELD})*\))(?:\[\])?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class StateFile(msgspec.Struct, frozen=True):
    """A file's size and SHA-256."""

    bytes: int
    sha256: str


class StateTable(msgspec.Struct, frozen=True):
    """A table: DuckDB type by column, and its files in the order of its rows."""

    columns: dict[str, str]
    files: list[str]


class Manifest(msgspec.Struct, frozen=True):
    """An exported almanac. `facts`: of store.about; `days`: with a snapshot; `files`: by path in the export."""

    layout: int
    version: str
    facts: dict[str, str]
    days: int
    first_day: dt.date | None
    last_day: dt.date | None
    tables: dict[str, StateTable]
    files: dict[str, StateFile]

    @property
    def schema_version(self) -> int:
        return int(self.facts["schema_version"])

    @property
    def almanac(self) -> str:
        """The random id that all copies of one almanac share."""
        return self.facts["almanac"]

    @property
    def is_sample(self) -> bool:
        return self.facts.get("sample") == "true"

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())


FACTS = ("schema_version", "almanac", "sample", "fields", "forgotten")
"""What the manifest has of store.about."""


def is_state_file(path: str) -> bool:
    """Whether an export may have written this path of its folder `state`, besides the manifest."""
    return _STATE_PATH.fullmatch(path) is not None


def decode_manifest(text: str | bytes, address: str) -> Manifest:
    """Decode a manifest from anybody. Raises ImportFault unless all its names are plain."""
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.DecodeError:
        manifest = None
    if manifest is None or not _is_plain(manifest):
        raise ImportFault(Note("export_damaged", {"source": shorten(address, 300)}), Note("nothing_imported"))
    if manifest.layout > LAYOUT:
        raise newer_export_error(address, manifest)
    return manifest


def _is_plain(manifest: Manifest) -> bool:
    """Whether all names, types and hashes are those of an export."""
    tables, facts = manifest.tables.values(), manifest.facts
    return (
        set(facts) <= set(FACTS)
        and facts.get("schema_version", "").isdecimal()
        and re.fullmatch(r"[0-9a-f]{32}", facts.get("almanac", "")) is not None
        and all(map(_TABLE.fullmatch, manifest.tables))
        and all(map(_COLUMN.fullmatch, (column for table in tables for column in table.columns)))
        and all(map(_TYPE.fullmatch, (kind for table in tables for kind in table.columns.values())))
        and {path for table in tables for path in table.files} == set(manifest.files) - {CATALOGUE_FILE}
        and all(map(is_state_file, manifest.files))
        and all(_SHA256.fullmatch(file.sha256) for file in manifest.files.values())
    )


def newer_export_error(address: str, manifest: Manifest) -> ImportFault:
    facts: Parameters = {"source": shorten(address, 300), "version": shorten(manifest.version, 40)}
    return ImportFault(Note("export_newer", facts), Note("nothing_imported"))


def read_manifest(source: Source) -> Manifest | None:
    """Read a source's manifest; None if it has none. Raises ImportFault if it is damaged."""
    text = source.read_text(MANIFEST_FILE)
    return None if text is None else decode_manifest(text, source.address)


def find_changed_file(manifest: Manifest, files: Mapping[str, SourceFile]) -> str | None:
    """Return a file that is not as the manifest says, as far as it can be known without reading it."""
    for path, file in manifest.files.items():
        found_file = files.get(path)
        if found_file is None or found_file.size != file.bytes:
            return path
        if _SHA256.fullmatch(found_file.version) and found_file.version != file.sha256:
            return path
    return None


def hash_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def describe_state_file(path: Path) -> StateFile:
    """Return the size and hash of an exported file."""
    return StateFile(path.stat().st_size, hash_file(path))
