"""The folder of an export: its layout, lock and atomic writes.

    DIR/almanac-export.json                       marker of an export folder
    DIR/README.md                                 data card
    DIR/trends/date=2026-11-20/trends.parquet     a day of a relation (or .csv)
    DIR/categories.parquet                        a relation without days

Almanac writes files in DIR/.almanac-new first; each export removes what a killed one left there.
"""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.config import Home
from pipeline.errors import AlmanacError, LockTimeout, UnsafePath, UsageError
from pipeline.files import lock, replace_file, sync_file
from pipeline.notes import Note
from pipeline.paths import reject_home_folder, resolve_inside
from pipeline.published.data_dictionary import load_relations

MARKER_FILE = "almanac-export.json"
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
    """One day of a relation, or all of an undated one (`date` None)."""

    relation: str
    date: dt.date | None
    file_format: FileFormat

    @property
    def path(self) -> str:
        """Path relative to the folder."""
        day = f"{self.relation}/date={self.date}/" if self.date else ""
        return f"{day}{self.relation}.{self.file_format.value}"


def find_parts(folder: Path) -> list[Part]:
    """Find the exported files, by relation and day; ignores other files."""
    existing_parts: list[Part] = []
    for relation in load_relations():
        days = sorted(filter(None, (_parse_day_folder(path) for path in folder.glob(f"{relation}/date=*"))))
        parts = (Part(relation, date, file_format) for date in (None, *days) for file_format in FileFormat)
        existing_parts += [part for part in parts if _is_in_folder(folder, part)]
    return existing_parts


def _is_in_folder(folder: Path, part: Part) -> bool:
    """Return whether the folder has the file itself: a link's target is not part of the export."""
    try:
        file = resolve_inside(folder, part.path)
    except UnsafePath:
        return False
    return file.is_file() and not file.is_symlink()


@contextmanager
def claim_folder(folder: Path, home: Home, *, sample: bool) -> Iterator[Path]:
    """Create, lock and mark the folder; yields its scratch folder.

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
                if not (folder / MARKER_FILE).exists():
                    marker = {"project": "hub-almanac", "layout": LAYOUT_VERSION, "sample": sample}
                    install_text(json.dumps(marker) + "\n", scratch, folder, MARKER_FILE)
                yield scratch
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
    except LockTimeout:
        raise AlmanacError(Note("another_export", {"path": str(folder)}), Note("unchanged_run_later")) from None


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
    """Remove a day's file, and its folder if empty; return whether the file existed. Raises UnsafePath."""
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


def _parse_day_folder(path: Path) -> dt.date | None:
    text = path.name.removeprefix("date=")
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return date if str(date) == text else None
