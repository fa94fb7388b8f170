"""Open the SOURCE of an import: a local file, folder or pattern, a file on a web server, or a dataset repo on the Hub."""

import glob
import hashlib
import io
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast
from urllib.parse import unquote, urlsplit

from pipeline.config import HubSettings, split_origin
from pipeline.errors import ImportFault, UsageError
from pipeline.files import describe_os_error
from pipeline.hub_api.client import HubClient
from pipeline.imports.dataset_repos import MAX_FILES, DatasetRepo
from pipeline.imports.file_system import RemoteFileSystem, RemoteStream
from pipeline.imports.pieces import SourceFile
from pipeline.imports.remote_files import LOOPBACK, RemoteFile, RemoteFiles
from pipeline.notes import Note
from pipeline.paths import find_slug_fault
from pipeline.secrets import redact_url, shorten
from pipeline.user_paths import escape_glob, expand_path

SUFFIXES = (
    ".parquet",
    ".csv",
    ".csv.gz",
    ".csv.zst",
    ".json",
    ".json.gz",
    ".ndjson",
    ".ndjson.gz",
    ".ndjson.zst",
    ".jsonl",
    ".jsonl.gz",
)
"""Files that are data; a folder may also have others."""
_NAME = r"(?=[\w.-]{1,96}(?![\w.-]))\w(?:[\w.-]*\w)?"
_REPO = re.compile(rf"hf://datasets/({_NAME}/{_NAME})(?:@([^/?#]{{1,200}}))?(?:/([^?#]*))?", re.ASCII)
_REPO_FILE = re.compile(rf"/datasets/({_NAME}/{_NAME})/(?:resolve|blob)/([^/]+)/(.+)", re.ASCII)


@dataclass
class Source:
    """An open source. `files`: by path, with `/`; `repo`: if it is a dataset repo; `license`: as the repo says.

    `name`: of a repo, else the file's or folder's; `address`: without secrets.
    """

    name: str
    address: str
    files: Mapping[str, SourceFile]
    repo: DatasetRepo | None = None
    remote: RemoteFiles | None = None
    _remote_files: dict[str, RemoteFile] = field(default_factory=dict, repr=False)

    @property
    def slug(self) -> str:
        """The name in the characters of a slug; a short hash marks what was lost."""
        stem = self.name.lower()
        for suffix in SUFFIXES:
            stem = stem.removesuffix(suffix)
        slug = re.sub(r"[^a-z0-9._-]+", "-", stem.replace("/", "-")).strip("-._")[:50]
        is_exact = slug == stem.replace("/", "-") and find_slug_fault(slug) is None
        return slug if is_exact else f"{slug or 'source'}-{hashlib.sha256(self.name.encode()).hexdigest()[:8]}"

    @property
    def license(self) -> str | None:
        return self.repo.license if self.repo else None

    def open_remote(self, file: SourceFile) -> RemoteFile:
        """Return a remote file, the same object each time, so that a change is noticed. Raises ImportFault."""
        if self.remote is None:
            raise AssertionError("a local source")
        if file.address not in self._remote_files:
            self._remote_files[file.address] = self.remote.open(file.address)
        return self._remote_files[file.address]

    def open_stream(self, file: SourceFile) -> BinaryIO:
        """Open a file for reading at any place. Raises ImportFault."""
        if self.remote is not None:
            return cast("BinaryIO", io.BufferedReader(RemoteStream(self.remote, self.open_remote(file))))
        try:
            return Path(file.address).open("rb")
        except OSError as error:
            raise _unreadable_error(Path(file.address), error) from None

    def locate(self, file: SourceFile, system: RemoteFileSystem | None) -> str:
        """Return the path by which DuckDB reads a file."""
        return escape_glob(file.address) if system is None else system.add(self.open_remote(file))

    def check_unchanged(self, file: SourceFile) -> None:
        """Raise ImportFault if a local file changed since the plan; remote files are checked with each read."""
        if self.remote is None and describe_file(Path(file.address)) != file:
            raise ImportFault(Note("file_changed", {"file": file.address}))

    def open_commit(self, sha: str) -> "Source":
        """Return another commit of the repo. Raises ImportFault."""
        if self.repo is None:
            raise AssertionError("not a repo")
        return _open_repo(self.name, sha, "", self.repo.settings)

    def read_text(self, path: str, max_bytes: int = 2**24) -> str | None:
        """Return a small text file of the source, None if there is none."""
        file = self.files.get(path)
        if file is None or file.size > max_bytes:
            return None
        with self.open_stream(file) as stream:
            return stream.read(max_bytes).decode("utf-8", "replace")


def open_source(text: str, settings: HubSettings) -> Source:
    """Find the files of a source. Raises UsageError for an unusable address, ImportFault for one without files, and errors of the Hub."""
    if text.startswith("hf:"):
        match = _REPO.fullmatch(text)
        if match is None:
            raise UsageError(Note("not_a_dataset_address", {"address": shorten(text)}))
        name, revision, path = match.groups()
        revision, path = unquote(revision or "main"), unquote(path or "")
        if {".", ".."} & {revision, *path.split("/")}:  # a server may take them for steps
            raise UsageError(Note("not_a_dataset_address", {"address": shorten(text)}))
        return _open_repo(name, revision, path, settings)
    if re.match(r"[a-z][a-z0-9+.-]+://", text, re.IGNORECASE):
        return _open_address(text, settings)
    return _open_path(text)


def describe_file(path: Path) -> SourceFile:
    """Return a local file's size and version. Raises ImportFault unless it is a readable regular file."""
    try:
        state = path.stat()
    except OSError as error:
        raise _unreadable_error(path, error) from None
    if not stat.S_ISREG(state.st_mode):
        raise ImportFault(Note("not_a_regular_file", {"path": str(path)}), Note("nothing_imported"))
    return SourceFile(str(path), state.st_size, f"{state.st_mtime_ns}")


def name_file(file: SourceFile) -> str:
    """Return a file's address as a message may show it."""
    return shorten(file.address, 300) if "://" not in file.address else redact_url(file.address)


def _open_repo(name: str, revision: str, path: str, settings: HubSettings) -> Source:
    repo = DatasetRepo(HubClient(settings), name, revision)
    path = path.strip("/")
    files = {file_path: file for file_path, file in repo.list_files().items() if _is_below(file_path, path)}
    address = f"hf://datasets/{name}" + (f"@{revision}" if revision != "main" else "") + (f"/{path}" if path else "")
    if not files:
        raise ImportFault(Note("no_such_file_in_repo", {"address": shorten(address)}), Note("nothing_imported"))
    return Source(name, address, files, repo, RemoteFiles(settings))


def _open_address(text: str, settings: HubSettings) -> Source:
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise UsageError(Note("invalid_address", {"address": shorten(text)})) from None
    if parts.scheme == "file":
        raise UsageError(Note("file_address"))
    if parts.scheme not in ("https", "http") or not host or (parts.scheme == "http" and host not in LOOPBACK):
        raise UsageError(Note("not_an_import_address", {"address": redact_url(text)}))
    if "@" in parts.netloc:
        raise UsageError(Note("address_has_login"))
    if split_origin(text) == split_origin(settings.endpoint) and (match := _REPO_FILE.fullmatch(parts.path)):
        name, revision, path = match.groups()
        return _open_repo(name, unquote(revision), unquote(path), settings)
    source = Source(PurePosixPath(unquote(parts.path)).name or host, redact_url(text), {}, remote=RemoteFiles(settings))
    remote_file = source.open_remote(SourceFile(text, 0, ""))
    source.files = {unquote(parts.path).lstrip("/"): SourceFile(text, remote_file.size, remote_file.version)}
    return source


def _open_path(text: str) -> Source:
    path = expand_path(text)
    if path.is_dir():
        files = {file.relative_to(path).as_posix(): describe_file(file) for file in _walk(path)}
        if not any(name.endswith(SUFFIXES) for name in files):
            raise ImportFault(Note("no_data_files", {"source": str(path)}), Note("nothing_imported"))
        return Source(path.name or str(path), str(path), files)
    if path.exists():
        return Source(path.name, str(path), {path.as_posix().lstrip("/"): describe_file(path)})
    found_paths = _find_matches(path) if glob.has_magic(text) else []
    if not found_paths:
        raise ImportFault(Note("no_such_file", {"path": str(path)}), Note("nothing_imported"))
    files = {file.as_posix().lstrip("/"): describe_file(file) for file in found_paths}
    return Source(path.name, str(path), files)


def _find_matches(pattern: Path) -> list[Path]:
    """List the files that match an absolute pattern, in order. `**` follows no links to folders, which may lead in circles."""
    found_paths: list[Path] = []
    for path in Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))):
        if path.is_file():
            found_paths.append(path)
        if len(found_paths) > MAX_FILES:
            raise ImportFault(Note("too_many_files", {"source": str(pattern), "most": MAX_FILES}))
    return sorted(found_paths)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the regular files below a folder, except hidden ones, in a fixed order."""
    count = 0
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and (Path(above) / name).is_file():
                count += 1
                if count > MAX_FILES:
                    raise ImportFault(Note("too_many_files", {"source": str(folder), "most": MAX_FILES}))
                yield Path(above) / name


def _is_below(file_path: str, path: str) -> bool:
    if any(c in path for c in "*?["):
        return fnmatchcase(file_path, path)
    return not path or file_path == path or file_path.startswith(f"{path}/")


def _unreadable_error(path: Path, error: OSError) -> ImportFault:
    cause = describe_os_error(error, path)
    return ImportFault(Note("cannot_read", {"path": str(path), "cause": cause}), Note("nothing_imported"))
