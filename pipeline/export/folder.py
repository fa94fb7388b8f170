"""The folder of an export: which file lies where, whose folder it is, and how a file takes its place.

    DIR/almanac-export.json                       the mark: this folder is an export's
    DIR/README.md                                 the data card
    DIR/trends/date=2026-11-20/trends.parquet     a day of a relation (or .csv)
    DIR/categories.parquet                        a relation that has no days

What is written is made in DIR/.almanac-new first, where a killed export leaves it and the next one removes it.
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
from pipeline.paths import reject_home_folder, resolve_inside
from pipeline.published.data_dictionary import load_relations

MARKER_FILE = "almanac-export.json"
CARD_FILE = "README.md"
SCRATCH_FOLDER = ".almanac-new"
LOCK_FILE = ".almanac-lock"
LAYOUT_VERSION = 1  # of the names above; an export of another layout is not mixed into


class FileFormat(StrEnum):
    """What an exported file is."""

    parquet = "parquet"
    csv = "csv"


@dataclass(frozen=True)
class Part:
    """A file of an export: a day of a relation, or all of one that has no days (`date` None)."""

    relation: str
    date: dt.date | None
    file_format: FileFormat

    @property
    def path(self) -> str:
        """Its name in the folder."""
        day = f"{self.relation}/date={self.date}/" if self.date else ""
        return f"{day}{self.relation}.{self.file_format.value}"


def find_parts(folder: Path) -> list[Part]:
    """The files of exports that lie in the folder, by relation and day. Whatever else lies there is not looked at."""
    existing_parts: list[Part] = []
    for relation in load_relations():
        days = sorted(filter(None, (_parse_day_folder(path) for path in folder.glob(f"{relation}/date=*"))))
        parts = (Part(relation, date, file_format) for date in (None, *days) for file_format in FileFormat)
        existing_parts += [part for part in parts if _lies_in_folder(folder, part)]
    return existing_parts


def _lies_in_folder(folder: Path, part: Part) -> bool:
    """Whether the file lies in the folder itself: what a link leads to is not the export's, and is not published."""
    try:
        file = resolve_inside(folder, part.path)
    except UnsafePath:
        return False
    return file.is_file() and not file.is_symlink()


@contextmanager
def claim_folder(folder: Path, home: Home, *, sample: bool) -> Iterator[Path]:
    """Hold the folder, made if need be, and mark it as an export's. Yields a place in it for what is not finished.

    Raises UsageError for a folder that is something else's or holds the other kind of data (sample or real),
    AlmanacError while another export holds it, OSError when it cannot be written.
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
        raise AlmanacError(f"Another export is writing to {folder}. Nothing was changed: run again later.") from None


def install_file(new_file: Path, folder: Path, path: str) -> None:
    """A finished file takes its place at once, and is whole there even after a power cut.

    `path`: below the folder. Raises UnsafePath for one that leads elsewhere, OSError.
    """
    target = resolve_inside(folder, path)
    sync_file(new_file)
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(new_file, target)


def install_text(text: str, scratch: Path, folder: Path, path: str) -> None:
    """The same for a text."""
    new_file = scratch / "text"
    new_file.write_text(text, encoding="utf-8", newline="\n")
    install_file(new_file, folder, path)


def remove_file(folder: Path, path: str) -> bool:
    """Remove a day's file, and its folder once that is empty. Whether there was one. Raises UnsafePath as `install_file`."""
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
        raise UsageError(f"{folder} cannot be written as UTF-8; choose a folder with another name.") from None
    reject_home_folder(home, folder, home.root / "export")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; name one that is new, empty, or holds an earlier export.")
    for name in (SCRATCH_FOLDER, LOCK_FILE, MARKER_FILE, CARD_FILE):
        if (folder / name).is_symlink():
            raise UsageError(f"{folder / name} is a link, which no export made; choose another folder.")
    if not folder.exists() or not {path.name for path in folder.iterdir()} - {SCRATCH_FOLDER, LOCK_FILE}:
        return
    if not (folder / MARKER_FILE).exists():
        raise UsageError(
            f"{folder} is not empty and holds no earlier export (no {MARKER_FILE}); choose another folder."
        )
    try:
        marker = json.loads((folder / MARKER_FILE).read_bytes())
        project, layout, marked_sample = marker["project"], marker["layout"], marker["sample"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(f"{folder / MARKER_FILE} is not what an export wrote; choose another folder.") from None
    if (project, layout) != ("hub-almanac", LAYOUT_VERSION):
        raise UsageError(f"{folder} holds an export that this version cannot add to; choose another folder.")
    if marked_sample != sample:
        existing_kind, new_kind = ("sample", "real") if marked_sample else ("real", "sample")
        raise UsageError(
            f"{folder} holds {existing_kind} data, and {new_kind} data is never mixed with it; choose another folder."
        )


def _parse_day_folder(path: Path) -> dt.date | None:
    text = path.name.removeprefix("date=")
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return date if str(date) == text else None
