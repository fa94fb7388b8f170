"""The site's folder: files that take their places whole, of which only those that changed are written, and a list of them.

    DIR/.hub-almanac-site    the mark: this folder holds a site; then a line for each of its files, digest and path

What an earlier edition put and this one did not is removed, when it is still what the list says. Everything else in the folder stays.
"""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from pipeline.errors import AlmanacError, UnsafePath, UsageError
from pipeline.files import describe_os_error, temporary_path, write_atomically
from pipeline.i18n.messages import languages
from pipeline.paths import check_relative, resolve_inside

MARK = ".hub-almanac-site"
HEADER = "The files of a site of Hub Almanac. Those that the next edition leaves out are removed; nothing else is.\n"
MAX_LIST_BYTES = 64 << 20  # bytes
# What may lie in a folder before its first site: what hosts of pages want there.
HOST_FILES = frozenset(
    {"README.md", "LICENSE", "CNAME", ".nojekyll", ".git", ".gitattributes", ".gitignore", ".github"}
)
# Sites of earlier versions kept no list. Names with a repo's _id in them are nobody else's.
REPO_FILE_PATTERN = re.compile(
    r"(?:(?:ko/)?r/[0-9a-f]{24}\.html|api/v1/repos/[0-9a-f]{24}\.json|badges/[^/]+/[0-9a-f]{24}\.svg)"
)


def language_folder(language: str) -> str:
    """Where the pages and feeds of a language lie below their root: English at the root itself."""
    return "" if language == languages()[0] else f"{language}/"


class SiteFolder:
    """A folder that holds a site. `put` every file of the edition, then `finish_edition`.

    `written_count`: files that differ from what was there. `removed_count`: files of an earlier edition, after `finish_edition`.
    """

    def __init__(self, root: Path):
        """Make the folder, or take one that holds an earlier site. Raises UsageError for one that holds anything else."""
        self.root = root
        self.written_count = 0
        self.removed_count = 0
        self._digests: dict[str, str] = {}  # path: digest
        self._spellings: dict[str, str] = {}  # path in lower case: path
        try:
            root.mkdir(parents=True, exist_ok=True)
            mark = root / MARK
            if mark.is_symlink() or (mark.exists() and not mark.is_file()):
                raise UsageError(f"{mark} is not a file; name another folder.")
            if not mark.exists() and any(path.name not in HOST_FILES for path in root.iterdir()):
                raise UsageError(f"{root} holds something that is not an earlier site; name an empty folder.")
            self._earlier_digests = _read_file_list(mark) if mark.exists() else {}
            if mark.exists() and not self._earlier_digests:
                self._earlier_digests = _find_repo_files(root)
            if not mark.exists():
                mark.write_text(HEADER, encoding="utf-8", newline="\n")
        except OSError as error:
            raise AlmanacError(f"{root} cannot be written: {describe_os_error(error, root)}.") from error

    @property
    def files(self) -> set[Path]:
        """All that this edition put."""
        return {self.root / path for path in self._digests}

    def put(self, path: str, content: str | bytes) -> None:
        """Write a file of the site. `path`: relative to the folder.

        Raises UnsafePath for a path that leaves the folder, passes through a link, or is taken by a name that differs only by
        case; AlmanacError when the file cannot be written.
        """
        file = resolve_inside(self.root, path)
        first_spelling = self._spellings.setdefault(path.lower(), path)
        if path == MARK or first_spelling != path or path in self._digests:
            raise UnsafePath(f"{path!r} is the name of another file of the site; it was not written again.")
        data = content.encode() if isinstance(content, str) else content
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        try:
            if digest not in self._earlier_digests.get(path, set()):
                # listed before it is written: a file that a killed edition left is removed one day too
                with (self.root / MARK).open("a", encoding="utf-8", newline="\n") as mark:
                    mark.write(f"{digest} {path}\n")
            self._digests[path] = digest
            if _has_content(file, digest, len(data)):
                return
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, data)
        except OSError as error:
            raise AlmanacError(
                f"{file} cannot be written: {error.strerror or error}. The site's other files are whole; make it again."
            ) from error
        self.written_count += 1

    def finish_edition(self) -> int:
        """Remove what an earlier edition put and this one did not, and write the list. How many files the site has."""
        current_paths = {path.lower() for path in self._digests}
        for path, digests in self._earlier_digests.items():
            if path.lower() not in current_paths:
                self._remove(path, digests)
        self._remove_unfinished()
        lines = sorted(f"{digest} {path}\n" for path, digest in self._digests.items())
        data = (HEADER + "".join(lines)).encode()
        mark = self.root / MARK
        try:
            if mark.read_bytes() != data:
                write_atomically(mark, data)
        except OSError as error:
            raise AlmanacError(f"{mark} cannot be written: {error.strerror or error}. Make the site again.") from error
        return len(self._digests)

    def _remove(self, path: str, digests: set[str]) -> None:
        """Remove a file that is still what the list says, and folders that become empty."""
        with suppress(OSError, UnsafePath):
            file = resolve_inside(self.root, path)
            if file.is_symlink() or not file.is_file():
                return
            if digests and hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest() not in digests:
                return  # somebody changed it: it is theirs
            file.unlink()
            self.removed_count += 1
            temporary_path(file).unlink(missing_ok=True)
            for folder in file.parents:
                if folder == self.root:
                    return
                folder.rmdir()  # fails when it is not empty

    def _remove_unfinished(self) -> None:
        """Remove what a killed edition left beside the files of this one."""
        names: dict[Path, set[str]] = {}
        for file in (*self.files, self.root / MARK):
            names.setdefault(file.parent, set()).add(temporary_path(file).name)
        for folder, parts in names.items():
            with suppress(OSError):
                for file in folder.iterdir():
                    if file.name in parts:
                        file.unlink()


def _read_file_list(mark: Path) -> dict[str, set[str]]:
    """Digests by path, of the lines that could be ours: the folder may be somebody else's, and name any file."""
    digests_by_path: dict[str, set[str]] = {}
    if mark.stat().st_size > MAX_LIST_BYTES:
        return digests_by_path
    for line in mark.read_bytes().decode(errors="replace").splitlines():
        digest, _, path = line.partition(" ")
        if not re.fullmatch(r"[0-9a-f]{32}", digest):
            continue
        with suppress(UnsafePath):
            if not any(name.startswith(".") for name in check_relative(path).split("/")):
                digests_by_path.setdefault(path, set()).add(digest)
    return digests_by_path


def _find_repo_files(root: Path) -> dict[str, set[str]]:
    """Pages of repos in a folder whose mark has no list; without digests."""
    digests_by_path: dict[str, set[str]] = {}
    for folder in ("r", "ko/r", "api/v1/repos", "badges"):
        for parent, _, names in os.walk(root / folder):
            for name in names:
                path = (Path(parent) / name).relative_to(root).as_posix()
                if REPO_FILE_PATTERN.fullmatch(path):
                    digests_by_path[path] = set()
    return digests_by_path


def _has_content(file: Path, digest: str, size: int) -> bool:
    with suppress(FileNotFoundError):
        if not file.is_symlink() and file.stat().st_size == size:
            return hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest() == digest
    return False
