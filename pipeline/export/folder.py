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
from pipeline.errors import AlmanacError, Busy, UnsafePath, UsageError
from pipeline.files import lock, replace, sync_file
from pipeline.paths import inside, refuse_home_folder
from pipeline.published.data_dictionary import relations

MARK = "almanac-export.json"
CARD = "README.md"
SCRATCH = ".almanac-new"
LOCK = ".almanac-lock"
LAYOUT = 1  # of the names above; an export of another layout is not mixed into


class Form(StrEnum):
    """What an exported file is."""

    parquet = "parquet"
    csv = "csv"


@dataclass(frozen=True)
class Part:
    """A file of an export: a day of a relation, or all of one that has no days (`date` None)."""

    relation: str
    date: dt.date | None
    form: Form

    @property
    def path(self) -> str:
        """Its name in the folder."""
        day = f"{self.relation}/date={self.date}/" if self.date else ""
        return f"{day}{self.relation}.{self.form.value}"


def parts_in(folder: Path) -> list[Part]:
    """The files of exports that lie in the folder, by relation and day. Whatever else lies there is not looked at."""
    found: list[Part] = []
    for relation in relations():
        days = sorted(filter(None, (_day(path) for path in folder.glob(f"{relation}/date=*"))))
        parts = (Part(relation, date, form) for date in (None, *days) for form in Form)
        found += [part for part in parts if _is_own(folder, part)]
    return found


def _is_own(folder: Path, part: Part) -> bool:
    """Whether the file lies in the folder itself: what a link leads to is not the export's, and is not published."""
    try:
        place = inside(folder, part.path)
    except UnsafePath:
        return False
    return place.is_file() and not place.is_symlink()


@contextmanager
def claimed(folder: Path, home: Home, *, sample: bool) -> Iterator[Path]:
    """Hold the folder, made if need be, and mark it as an export's. Yields a place in it for what is not finished.

    Raises UsageError for a folder that is something else's or holds the other kind of data (sample or real),
    AlmanacError while another export holds it, OSError when it cannot be written.
    """
    _may_be_used(folder, home, sample=sample)
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / SCRATCH
    try:
        with lock(folder / LOCK, patience=0):
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(exist_ok=True)
            try:
                if not (folder / MARK).exists():
                    mark = {"project": "hub-almanac", "layout": LAYOUT, "sample": sample}
                    put_text(json.dumps(mark) + "\n", scratch, folder, MARK)
                yield scratch
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
    except Busy:
        raise AlmanacError(f"Another export is writing to {folder}. Nothing was changed: run again later.") from None


def put(fresh: Path, folder: Path, path: str) -> None:
    """A finished file takes its place at once, and is whole there even after a power cut.

    `path`: below the folder. Raises UnsafePath for one that leads elsewhere, OSError.
    """
    place = inside(folder, path)
    sync_file(fresh)
    place.parent.mkdir(parents=True, exist_ok=True)
    replace(fresh, place)


def put_text(text: str, scratch: Path, folder: Path, path: str) -> None:
    """The same for a text."""
    fresh = scratch / "text"
    fresh.write_text(text, encoding="utf-8", newline="\n")
    put(fresh, folder, path)


def remove(folder: Path, path: str) -> bool:
    """Remove a day's file, and its folder once that is empty. Whether there was one. Raises UnsafePath as `put`."""
    place = inside(folder, path)
    if not place.exists():
        return False
    place.unlink()
    if not any(place.parent.iterdir()):
        place.parent.rmdir()
    return True


def _may_be_used(folder: Path, home: Home, *, sample: bool) -> None:
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        raise UsageError(f"{folder} cannot be written as UTF-8; choose a folder with another name.") from None
    refuse_home_folder(home, folder, home.root / "export")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; name one that is new, empty, or holds an earlier export.")
    for name in (SCRATCH, LOCK, MARK, CARD):
        if (folder / name).is_symlink():
            raise UsageError(f"{folder / name} is a link, which no export made; choose another folder.")
    if not folder.exists() or not {path.name for path in folder.iterdir()} - {SCRATCH, LOCK}:
        return
    if not (folder / MARK).exists():
        raise UsageError(f"{folder} is not empty and holds no earlier export (no {MARK}); choose another folder.")
    try:
        mark = json.loads((folder / MARK).read_bytes())
        whose, layout, marked_sample = mark["project"], mark["layout"], mark["sample"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(f"{folder / MARK} is not what an export wrote; choose another folder.") from None
    if (whose, layout) != ("hub-almanac", LAYOUT):
        raise UsageError(f"{folder} holds an export that this version cannot add to; choose another folder.")
    if marked_sample != sample:
        held, asked = ("sample", "real") if marked_sample else ("real", "sample")
        raise UsageError(f"{folder} holds {held} data, and {asked} data is never mixed with it; choose another folder.")


def _day(path: Path) -> dt.date | None:
    text = path.name.removeprefix("date=")
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return date if str(date) == text else None
