"""Spool raw pages to disk before parsing, so that a killed crawl resumes and a day can be rebuilt.

A spool is a folder `<day>/<scope>.part`, renamed to `<day>/<scope>.<number>` when finished; numbers count the day's crawls. An older
spool stays until a newer one is published. It has a `*.ndjson.zst` per page, with rows as the Hub sent them, and `manifest.jsonl`.
Each page is fsynced before its line, and each line before the next request.
"""

import datetime as dt
import hashlib
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec
import zstandard

from pipeline.crawl.manifest import (
    AcceptRecord,
    EndRecord,
    FinishRecord,
    Header,
    MissingRecord,
    PageRecord,
    PublishedRecord,
    Record,
    RefuseRecord,
    StopRecord,
)
from pipeline.errors import DamagedSpool
from pipeline.files import describe_os_error, sync, sync_folder, write_durably
from pipeline.hub_api.schema_drift import keep_most_common
from pipeline.notes import Note

MANIFEST = "manifest.jsonl"
MAX_CRAWL_NUMBER = 999_999_999  # of a day; Almanac creates no folder with a greater one
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


@dataclass
class Spool:
    """A spool folder and its manifest. `resumed_pages`: those of earlier attempts."""

    folder: Path
    header: Header
    pages: list[PageRecord] = field(default_factory=list)
    missing: list[MissingRecord] = field(default_factory=list)
    completed_lists: set[str] = field(default_factory=set)
    finish_record: FinishRecord | None = None
    accepts_shrink: bool = False
    accepts_narrower: bool = False
    refusal: RefuseRecord | None = None
    published: bool = False
    rows: int = 0
    requests: int = 0  # sent when the last line was written
    resumed_pages: int = 0

    @property
    def sample(self) -> bool:
        return any(page.sample for page in self.pages)

    @property
    def unknown_fields(self) -> dict[str, dict[str, int]]:
        """For each kind, the number of rows with each unrequested field."""
        counts: dict[str, Counter[str]] = {}
        for page in self.pages:
            if page.unknown:
                counts.setdefault(page.kind, Counter()).update(page.unknown)
        return {kind: keep_most_common(fields) for kind, fields in sorted(counts.items())}

    def add_page(self, record: PageRecord, data: bytes) -> None:
        """Write a compressed page durably, then log its record."""
        write_durably(self.folder / record.file, data)
        self.log(record)

    def drop_last_page(self) -> None:
        """Delete the last page and its record, so that it is requested again. Its requests still count."""
        page = self.pages.pop()
        self.rows -= page.rows
        self.resumed_pages = min(self.resumed_pages, len(self.pages))
        (self.folder / page.file).unlink()
        sync_folder(self.folder)
        _read_spool(self.folder, check_pages=True)  # cuts the manifest before the missing page
        self.log(StopRecord(self.requests))

    def log(self, record: Record) -> None:
        with (self.folder / MANIFEST).open("ab") as manifest:
            manifest.write(_encoder.encode(record) + b"\n")
            sync(manifest)
        self._apply(record)

    def finish(self, record: FinishRecord) -> "Spool":
        """Mark the spool finished and rename it. After a crash in between, the next reader renames it."""
        self.log(record)
        return self._move_to_final_name()

    def read_page(self, record: PageRecord) -> list[bytes]:
        data = (self.folder / record.file).read_bytes()
        return zstandard.ZstdDecompressor().decompressobj().decompress(data).splitlines()

    def _apply(self, record: Record) -> None:
        match record:
            case PageRecord():
                self.pages.append(record)
                self.rows += record.rows
            case MissingRecord():
                self.missing.append(record)
            case EndRecord():
                self.completed_lists.add(record.listing)
            case AcceptRecord():
                self.accepts_shrink |= record.shrink
                self.accepts_narrower |= record.narrower
            case RefuseRecord():
                self.refusal = record
            case PublishedRecord():
                self.published = True
            case FinishRecord():
                self.finish_record = record
            case Header() | StopRecord():
                pass
        self.requests = getattr(record, "requests", self.requests)

    def _move_to_final_name(self) -> "Spool":
        numbers = map(_parse_crawl_number, self.folder.parent.iterdir())
        number = 1 + max((number for number in numbers if number < MAX_CRAWL_NUMBER), default=0)
        finished_folder = self.folder.with_name(f"{self.header.scope}.{number}")
        self.folder.rename(finished_folder)
        sync_folder(finished_folder.parent)
        self.folder = finished_folder
        return self


def compress_rows(rows: Sequence[bytes], level: int = 3) -> bytes:
    """Compress rows into one zstd frame, one row per line. A row that is not an object becomes `{"_odd": row}`."""
    text = b"\n".join((*rows, b""))
    # Nearly every page needs no change. Checking each row would take as long as compressing it.
    if text.count(b"\n") != len(rows) or b"\r" in text or not all(row[:1] == b"{" for row in rows):
        text = b"\n".join((*map(_format_line, rows), b""))
    return zstandard.ZstdCompressor(level=level).compress(text)


def _format_line(row: bytes) -> bytes:
    line = msgspec.json.format(row, indent=-1) if b"\n" in row or b"\r" in row else row
    return line if line.lstrip()[:1] == b"{" else b'{"_odd":' + line + b"}"


def start_or_resume(root: Path, header: Header) -> Spool:
    """Return the partial spool of the same crawl, without its incomplete or damaged end, else a new one."""
    folder = root / header.day.isoformat() / f"{header.scope}.part"
    for path in (folder.parent, folder):
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise DamagedSpool(Note("not_a_spool_folder", {"path": str(path)}))
    if folder.exists():
        spool = _read_spool(folder, check_pages=True)
        if spool and spool.finish_record:
            spool._move_to_final_name()
        elif spool and spool.header == header:
            known_files = {page.file for page in spool.pages} | {MANIFEST}
            for stray in folder.iterdir():  # such as a page whose line was never written
                if stray.name not in known_files:
                    stray.unlink()
            spool.resumed_pages = len(spool.pages)
            return spool
        else:
            shutil.rmtree(folder)
    folder.mkdir(parents=True)
    spool = Spool(folder, header)
    spool.log(header)
    sync_folder(folder)
    sync_folder(folder.parent)
    return spool


def find_reusable_spool(root: Path, header: Header, *, accept_shrink: bool) -> Spool | None:
    """Return a finished, unpublished crawl with this header, such as one whose load was killed.

    Reuses a refused crawl only if its size was the sole reason and the user now accepts it.
    """
    spool = find_finished_spool(root, header.day)
    if spool is None or spool.header != header or spool.published:
        return None
    if spool.refusal and not (spool.refusal.short and accept_shrink):
        return None
    if accept_shrink and not spool.accepts_shrink:
        spool.log(AcceptRecord())
    spool.resumed_pages = len(spool.pages)
    return spool


def find_finished_spool(root: Path, day: dt.date) -> Spool | None:
    """Return a day's last finished spool of any scope; a refused one only if there is no other."""
    spools = list(iter_finished_spools(root, day))
    accepted_spools = [spool for spool in spools if spool.refusal is None]
    return (accepted_spools or spools or [None])[-1]


def iter_finished_spools(root: Path, day: dt.date) -> Iterator[Spool]:
    """Yield a day's finished spools in order."""
    folder = root / day.isoformat()
    for path in (
        sorted(folder.iterdir(), key=lambda path: _parse_crawl_number(path) or 1 << 30) if folder.is_dir() else []
    ):
        if _is_folder(path) and (spool := _read_spool(path)) and spool.finish_record:
            yield spool._move_to_final_name() if path.suffix == ".part" else spool


def mark_published(root: Path, day: dt.date) -> None:
    """Record that the day's last good crawl is published, and delete its earlier crawls of the same scope."""
    spool = find_finished_spool(root, day)
    if spool and not spool.refusal:
        if not spool.published:
            spool.log(PublishedRecord(dt.datetime.now(dt.UTC)))
        delete_older_spools(spool)


def delete_older_spools(spool: Spool) -> None:
    """Delete the day's earlier crawls of the same scope."""
    for path in spool.folder.parent.glob(f"{spool.header.scope}.*"):
        if 0 < _parse_crawl_number(path) < _parse_crawl_number(spool.folder) and _is_folder(path):
            _delete_folder(path)


def verify_pages(spool: Spool) -> None:
    """Raise DamagedSpool for the first page that differs from its checksum."""
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # hashing releases the GIL
        for page, is_intact in zip(
            spool.pages, threads.map(partial(is_page_intact, spool.folder), spool.pages), strict=True
        ):
            if not is_intact:
                raise DamagedSpool(Note("damaged_page", {"file": page.file, "date": str(spool.header.day)}))


def delete_spools_before(root: Path, before: dt.date) -> list[dt.date]:
    deleted_days = []
    for day, folder in list_spooled_days(root):
        if day < before and _delete_folder(folder):
            deleted_days.append(day)
    return deleted_days


def _delete_folder(folder: Path) -> bool:
    """Delete a folder. Returns whether it is gone: on a network disk, a page in use stays for now."""
    with suppress(OSError):
        shutil.rmtree(folder)
    return not folder.exists()


def list_spooled_days(root: Path) -> list[tuple[dt.date, Path]]:
    """Return the days with a spool folder, oldest first."""
    day_folders = []
    for folder in root.iterdir() if root.is_dir() else []:
        try:
            day = dt.date.fromisoformat(folder.name)
        except ValueError:
            continue
        if day.isoformat() == folder.name and _is_folder(folder):  # not 20261120 or 2026-W47-5
            day_folders.append((day, folder))
    return sorted(day_folders)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _parse_crawl_number(path: Path) -> int:
    """Return a finished spool's number: 2 for `hub.2`, 0 for any other path."""
    return int(path.suffix[1:]) if re.fullmatch(r"\.[1-9][0-9]{0,8}", path.suffix) else 0


def is_page_intact(folder: Path, page: PageRecord) -> bool:
    path = folder / page.file
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == page.sha256


def _read_spool(folder: Path, *, check_pages: bool = False) -> Spool | None:
    """Read a folder's spool; None without a readable header.

    `check_pages`: cut the manifest before the first incomplete line or damaged page.
    """
    manifest = folder / MANIFEST
    try:
        if not manifest.is_file():
            return None
        text = manifest.read_bytes()
    except OSError as error:
        cause = describe_os_error(error)
        raise DamagedSpool(Note("cannot_read", {"path": str(manifest), "cause": cause}), Note("unchanged")) from error
    spool: Spool | None = None
    valid_bytes = 0
    for line in text.splitlines(keepends=True):
        try:
            record = _decoder.decode(line) if line.endswith(b"\n") else None
        except (msgspec.DecodeError, UnicodeDecodeError):
            record = None
        if isinstance(record, PageRecord) and not re.fullmatch(r"\d+\.ndjson\.zst", record.file, re.ASCII):
            record = None  # a page must be in its manifest's folder
        if record is None or (check_pages and isinstance(record, PageRecord) and not is_page_intact(folder, record)):
            break
        valid_bytes += len(line)
        if isinstance(record, Header):
            spool = Spool(folder, record)
        elif spool is None:
            return None
        else:
            spool._apply(record)
    if check_pages and valid_bytes < len(text):
        with manifest.open("r+b") as file:
            file.truncate(valid_bytes)
            sync(file)
    return spool
