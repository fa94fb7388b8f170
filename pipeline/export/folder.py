"""The folder of an export: its layout, lock and atomic writes.

    DIR/almanac-export.json                       marker of an export folder
    DIR/README.md                                 data card
    DIR/trends/month=2026-10/trends.parquet       a past month of a relation (or .csv)
    DIR/trends/date=2026-11-20/trends.parquet     a day of the last month, or of a part of a past one
    DIR/categories.parquet                        a relation without days
    DIR/state/                                    what a home is restored from (pipeline/export/state.py)

Almanac writes files in DIR/.almanac-new first; each export removes what a killed one left there.
"""

import datetime as dt
import json
import shutil
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.config import Home
from pipeline.errors import AlmanacError, ImportFault, LockTimeout, UnsafePath, UsageError
from pipeline.files import lock, replace_file, sync_file
from pipeline.imports.manifest import MANIFEST_FILE, MARKER_FILE, decode_manifest
from pipeline.notes import Note
from pipeline.paths import reject_home_folder, resolve_inside
from pipeline.published.data_dictionary import load_relations

CARD_FILE = "README.md"
SCRATCH_FOLDER = ".almanac-new"
LOCK_FILE = ".almanac-lock"
LAYOUT_VERSION = 1  # exports do not write to a folder with another layout


class FileFormat(StrEnum):
    """Format of an exported file."""

    parquet = "parquet"
    csv = "csv"


@dataclass(frozen=True)
class Part:
    """One day or month (`whole_month`; `date` is its first day) of a relation, or all of an undated one (`date` None)."""

    relation: str
    date: dt.date | None
    file_format: FileFormat
    whole_month: bool = False

    @property
    def path(self) -> str:
        """Path relative to the folder."""
        folder = ""
        if self.date is not None:
            span = f"month={self.date:%Y-%m}" if self.whole_month else f"date={self.date}"
            folder = f"{self.relation}/{span}/"
        return f"{folder}{self.relation}.{self.file_format.value}"

    @property
    def days(self) -> list[dt.date]:
        """The days of its name."""
        if self.date is None or not self.whole_month:
            return [self.date] if self.date else []
        return [self.date + dt.timedelta(number) for number in range(monthrange(self.date.year, self.date.month)[1])]

    @property
    def month(self) -> "Part":
        """The file of a day's month."""
        if self.date is None:
            raise AssertionError("a relation without days")
        return Part(self.relation, self.date.replace(day=1), self.file_format, whole_month=True)


def parse_path(path: str) -> Part | None:
    """Return the part of a path in an export; None for any other path."""
    *folders, name = path.split("/")
    relation, _, ending = name.rpartition(".")
    if relation not in load_relations() or ending not in set(FileFormat):
        return None
    if not folders:
        return Part(relation, None, FileFormat(ending))
    if len(folders) != 2 or folders[0] != relation:
        return None
    day_text, month_text = folders[1].removeprefix("date="), folders[1].removeprefix("month=")
    with suppress(ValueError):
        part = Part(relation, dt.date.fromisoformat(day_text), FileFormat(ending))
        return part if part.path == path else None
    with suppress(ValueError):
        part = Part(relation, dt.date.fromisoformat(f"{month_text}-01"), FileFormat(ending), whole_month=True)
        return part if part.path == path else None
    return None


def find_parts(folder: Path, *, with_replaced_days: bool = False) -> list[Part]:
    """Find the exported files, by relation and day; ignores other files and, unless requested, days whose month has a file."""
    existing_parts: list[Part] = []
    for relation in load_relations():
        files = [*folder.glob(f"{relation}.*"), *folder.glob(f"{relation}/*/{relation}.*")]
        parts = (parse_path(file.relative_to(folder).as_posix()) for file in files)
        found_parts = {part for part in parts if part is not None and _is_in_folder(folder, part)}
        existing_parts += sorted(
            (
                part
                for part in found_parts
                if with_replaced_days or part.date is None or part.whole_month or part.month not in found_parts
            ),
            key=lambda part: (part.date or dt.date.min, part.file_format),
        )
    return existing_parts


def _is_in_folder(folder: Path, part: Part) -> bool:
    """Return whether the folder has the file itself: a link's target is not part of the export."""
    try:
        file = resolve_inside(folder, part.path)
    except UnsafePath:
        return False
    return file.is_file() and not file.is_symlink()


@contextmanager
def claim_folder(folder: Path, home: Home, *, sample: bool, almanac: str | None = None) -> Iterator[Path]:
    """Create, lock and mark the folder; yields its scratch folder. `almanac`: the id of what is exported.

    Raises UsageError for other content or the other kind of data (sample or real), AlmanacError if another export has
    the lock, OSError.
    """
    _require_usable_folder(folder, home, sample=sample)
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / SCRATCH_FOLDER
    try:
        with lock(folder / LOCK_FILE, timeout=0):
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(exist_ok=True)
            try:
                marker = {"project": "hub-almanac", "layout": LAYOUT_VERSION, "sample": sample}
                text = json.dumps(marker | ({"almanac": almanac} if almanac else {})) + "\n"
                path = folder / MARKER_FILE
                if not path.exists() or (is_export_of(folder, almanac) and path.read_bytes() != text.encode()):
                    install_text(text, scratch, folder, MARKER_FILE)
                yield scratch
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
    except LockTimeout:
        raise AlmanacError(Note("another_export", {"path": str(folder)}), Note("unchanged_run_later")) from None


def is_export_of(folder: Path, almanac: str | None) -> bool:
    """Return whether this almanac's export created the marked folder: by its mark or, if an earlier version wrote that, by its state."""
    owner = json.loads((folder / MARKER_FILE).read_bytes()).get("almanac")
    if owner is None:
        with suppress(OSError, ImportFault, UnsafePath):
            owner = decode_manifest(resolve_inside(folder, MANIFEST_FILE).read_bytes(), str(folder)).almanac
    return owner is not None and owner == almanac


def install_file(new_file: Path, folder: Path, path: str) -> None:
    """Move a finished file into place atomically and durably.

    `path`: relative to the folder. Raises UnsafePath if it leads out of the folder, and OSError.
    """
    target = resolve_inside(folder, path)
    sync_file(new_file)
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(new_file, target)


def install_text(text: str, scratch: Path, folder: Path, path: str) -> None:
    new_file = scratch / "text"
    new_file.write_text(text, encoding="utf-8", newline="\n")
    install_file(new_file, folder, path)


def remove_file(folder: Path, path: str) -> bool:
    """Remove a file, and its folder if empty; return whether the file existed. Raises UnsafePath."""
    file = resolve_inside(folder, path)
    if not file.exists():
        return False
    file.unlink()
    if not any(file.parent.iterdir()):
        file.parent.rmdir()
    return True


def _require_usable_folder(folder: Path, home: Home, *, sample: bool) -> None:
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        raise UsageError(Note("path_not_utf8", {"path": str(folder)}), Note("choose_another_folder")) from None
    reject_home_folder(home, folder, home.root / "export")
    if folder.exists() and not folder.is_dir():
        raise UsageError(Note("not_a_folder", {"path": str(folder)}), Note("choose_another_folder"))
    for name in (SCRATCH_FOLDER, LOCK_FILE, MARKER_FILE, CARD_FILE):
        if (folder / name).is_symlink():
            raise UsageError(Note("link_in_export", {"path": str(folder / name)}), Note("choose_another_folder"))
    if not folder.exists() or not {path.name for path in folder.iterdir()} - {SCRATCH_FOLDER, LOCK_FILE}:
        return
    if not (folder / MARKER_FILE).exists():
        no_export = Note("no_earlier_export", {"path": str(folder), "file": MARKER_FILE})
        raise UsageError(no_export, Note("choose_another_folder"))
    try:
        marker = json.loads((folder / MARKER_FILE).read_bytes())
        project, layout, marked_sample = marker["project"], marker["layout"], marker["sample"]
    except (ValueError, KeyError, TypeError, RecursionError):
        damaged_mark = Note("damaged_export_mark", {"path": str(folder / MARKER_FILE)})
        raise UsageError(damaged_mark, Note("choose_another_folder")) from None
    if (project, layout) != ("hub-almanac", LAYOUT_VERSION):
        raise UsageError(Note("export_of_other_layout", {"path": str(folder)}), Note("choose_another_folder"))
    if marked_sample != sample:
        mixed_export = Note("sample_export" if marked_sample else "real_export", {"path": str(folder)})
        raise UsageError(mixed_export, Note("choose_another_folder"))
