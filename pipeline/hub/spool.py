"""Pages on disk, as they came: written before they are parsed, so that a killed crawl resumes and a day can be rebuilt.

A spool is a folder `<day>/<scope>` (`<scope>.part` until it is whole) of `*.ndjson.zst`, one a page, each row the
bytes that the Hub sent, and `manifest.jsonl`: a header line, a line a page (file, checksum, cursor, the Hub's clock),
a last line once the crawl is whole. A page is on disk, fsynced, before its line is; a line before the next request.
"""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec
import zstandard

from pipeline.catalogue import Kind
from pipeline.errors import AlmanacError

MANIFEST = "manifest.jsonl"
FORMAT = 1


class Header(msgspec.Struct, frozen=True, tag="header"):
    """What this spool is. A crawl goes on from a partial spool only if its header would be the same."""

    day: dt.date
    scope: str
    hub: str
    plan: str  # digest of everything that is to be asked for
    limit: int | None = None
    format: int = FORMAT


class PageRecord(msgspec.Struct, frozen=True, tag="page"):
    """One page on disk."""

    file: str
    listing: str
    kind: Kind
    rows: int
    bytes: int
    sha256: str  # of the compressed file
    at: dt.datetime  # the Hub's clock when it answered
    next_url: str | None = None
    category: str | None = None
    requested: str | None = None  # a detail: the id asked for
    sample: bool = False


class MissingRecord(msgspec.Struct, frozen=True, tag="missing"):
    """A detail that the Hub says it does not have."""

    listing: str
    kind: Kind
    requested: str
    at: dt.datetime


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The crawl is whole."""

    started_at: dt.datetime
    finished_at: dt.datetime
    requests: int


Record = Header | PageRecord | MissingRecord | Done
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


@dataclass
class Spool:
    """A spool folder and what its manifest says."""

    folder: Path
    header: Header
    pages: list[PageRecord] = field(default_factory=list)
    missing: list[MissingRecord] = field(default_factory=list)
    done: Done | None = None

    @property
    def sample(self) -> bool:
        """Whether the pages came from the sample Hub."""
        return any(page.sample for page in self.pages)

    def add_page(self, record: PageRecord, data: bytes) -> None:
        """Put a compressed page on disk; `record.file` names it. Returns when it would survive a power cut."""
        write_durably(self.folder / record.file, data)
        self._log(record)
        self.pages.append(record)

    def add_missing(self, record: MissingRecord) -> None:
        """Note that a repo is not there."""
        self._log(record)
        self.missing.append(record)

    def finish(self, done: Done) -> "Spool":
        """Mark it whole and let it take the place of an older one of the same day and scope."""
        self._log(done)
        whole = self.folder.with_name(self.folder.name.removesuffix(".part"))
        if whole.exists():
            old = whole.with_name(whole.name + ".old.part")
            shutil.rmtree(old, ignore_errors=True)
            whole.rename(old)
            self.folder.rename(whole)
            shutil.rmtree(old)
        else:
            self.folder.rename(whole)
        sync_folder(whole.parent)
        return Spool(whole, self.header, self.pages, self.missing, done)

    def _log(self, record: Record) -> None:
        with (self.folder / MANIFEST).open("ab") as manifest:
            manifest.write(_encoder.encode(record) + b"\n")
            sync(manifest)


def compress(rows: Sequence[bytes], level: int = 3) -> bytes:
    """Rows as one zstd frame of lines. A row that spans lines is folded; one that is no object is wrapped.

    `{"_odd": row}` keeps a row that is not an object where line-wise readers can reach it.
    """
    lines = []
    for row in rows:
        line = msgspec.json.format(row, indent=-1) if b"\n" in row or b"\r" in row else row
        lines.append(line if line.lstrip()[:1] == b"{" else b'{"_odd":' + line + b"}")
    lines.append(b"")
    return zstandard.ZstdCompressor(level=level).compress(b"\n".join(lines))


def start_or_resume(root: Path, header: Header) -> Spool:
    """The partial spool to go on with if it is of the same crawl, else a new empty one."""
    folder = root / header.day.isoformat() / f"{header.scope}.part"
    if folder.exists():
        spool = _read(folder)
        if spool and spool.header == header and spool.done is None:
            known = {page.file for page in spool.pages} | {MANIFEST}
            for stray in folder.iterdir():  # a page whose line was never written
                if stray.name not in known:
                    stray.unlink()
            return spool
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    spool = Spool(folder, header)
    spool._log(header)
    sync_folder(folder)
    sync_folder(folder.parent)
    return spool


def finished(root: Path, day: dt.date) -> Spool | None:
    """The newest whole spool of a day, of whatever scope."""
    spools = [spool for spool in _all(root / day.isoformat()) if spool.done]
    return max(spools, key=lambda spool: spool.done.finished_at if spool.done else spool.header.day, default=None)


def check(spool: Spool) -> None:
    """Compare every page on disk with its checksum. Raises AlmanacError for the first that differs."""
    for page in spool.pages:
        path = spool.folder / page.file
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != page.sha256:
            raise AlmanacError(
                f"The spooled page {page.file} of {spool.header.day} is missing or damaged; nothing was loaded. "
                f"If that day is today, run again with a fresh crawl after deleting {spool.folder}."
            )


def prune(root: Path, before: dt.date) -> list[dt.date]:
    """Delete the spools of days before `before`; the days that went."""
    gone = []
    for folder in sorted(root.iterdir()) if root.exists() else []:
        try:
            day = dt.date.fromisoformat(folder.name)
        except ValueError:
            continue
        if day < before:
            shutil.rmtree(folder)
            gone.append(day)
    return gone


def _all(folder: Path) -> Iterator[Spool]:
    for path in sorted(folder.iterdir()) if folder.exists() else []:
        if path.is_dir() and not path.name.endswith(".part") and (spool := _read(path)):
            yield spool


def _read(folder: Path) -> Spool | None:
    """The spool in a folder; a torn last line or page is cut off. None when it has no readable header."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        return None
    text = manifest.read_bytes()
    spool: Spool | None = None
    good = 0
    for line in text.splitlines(keepends=True):
        try:
            record = _decoder.decode(line) if line.endswith(b"\n") else None
        except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
            record = None
        if record is None or (isinstance(record, PageRecord) and not (folder / record.file).exists()):
            break
        good += len(line)
        if isinstance(record, Header):
            spool = Spool(folder, record)
        elif spool is None:
            return None
        elif isinstance(record, PageRecord):
            spool.pages.append(record)
        elif isinstance(record, MissingRecord):
            spool.missing.append(record)
        else:
            spool.done = record
    if good < len(text):
        with manifest.open("r+b") as file:
            file.truncate(good)
            sync(file)
    return spool


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that it is on disk, name included, when this returns."""
    with path.open("wb") as file:
        file.write(data)
        sync(file)
    sync_folder(path.parent)


def sync(file: BinaryIO) -> None:
    """Flush a file to the disk itself."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
