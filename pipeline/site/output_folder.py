"""Write the site's folder: replace changed files atomically and list all files.

    DIR/.hub-almanac-site    marks the folder as a site; lists digest and path of each file

Files that only an earlier edition has are removed if they still match its list. Other files stay.
"""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from pipeline.errors import AlmanacError, UnsafePath, UsageError
from pipeline.files import describe_os_error, temporary_path, write_atomically
from pipeline.i18n.messages import languages
from pipeline.notes import Note
from pipeline.paths import check_relative, resolve_inside

MARK = ".hub-almanac-site"
HEADER = "Files of a Hub Almanac site. The next edition removes those it no longer has, and nothing else.\n"
MAX_LIST_BYTES = 64 << 20
# Files that hosts of static sites expect in an otherwise empty folder.
HOST_FILES = frozenset(
    {"README.md", "LICENSE", "CNAME", ".nojekyll", ".git", ".gitattributes", ".gitignore", ".github"}
)
# Sites of earlier versions kept no list. File names with a repo's _id can only be ours.
REPO_FILE_PATTERN = re.compile(
    r"(?:(?:ko/)?r/[0-9a-f]{24}\.html|api/v1/repos/[0-9a-f]{24}\.json|badges/[^/]+/[0-9a-f]{24}\.svg)"
)


def language_folder(language: str) -> str:
    """Return the folder of a language's pages and feeds; English is at the root."""
    return "" if language == languages()[0] else f"{language}/"


class SiteFolder:
    """`put` every file, then call `finish_edition`.

    `written_count`: files that changed. `removed_count`: files that only an earlier edition had.
    """

    def __init__(self, root: Path):
        """Create the folder or open an earlier site. Raises UsageError if the folder contains anything else."""
        self.root = root
        self.written_count = 0
        self.removed_count = 0
        self._digests: dict[str, str] = {}
        self._spellings: dict[str, str] = {}
        try:
            root.mkdir(parents=True, exist_ok=True)
            mark = root / MARK
            if mark.is_symlink() or (mark.exists() and not mark.is_file()):
                raise UsageError(Note("site_mark_not_a_file", {"path": str(mark)}))
            if not mark.exists() and any(path.name not in HOST_FILES for path in root.iterdir()):
                raise UsageError(Note("site_folder_taken", {"path": str(root)}))
            self._earlier_digests = _read_file_list(mark) if mark.exists() else {}
            if mark.exists() and not self._earlier_digests:
                self._earlier_digests = _find_repo_files(root)
            if not mark.exists():
                mark.write_text(HEADER, encoding="utf-8", newline="\n")
        except OSError as error:
            raise AlmanacError(
                Note("cannot_write", {"path": str(root), "cause": describe_os_error(error, root)})
            ) from error

    @property
    def files(self) -> set[Path]:
        return {self.root / path for path in self._digests}

    def put(self, path: str, content: str | bytes) -> None:
        """Write a file. `path`: relative to the folder.

        Raises UnsafePath if the path leaves the folder, goes through a symlink, or differs from another only by case;
        AlmanacError if writing fails.
        """
        file = resolve_inside(self.root, path)
        first_spelling = self._spellings.setdefault(path.lower(), path)
        if path == MARK or first_spelling != path or path in self._digests:
            raise UnsafePath(Note("site_file_collides", {"path": path[:200]}))
        data = content.encode() if isinstance(content, str) else content
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        try:
            if digest not in self._earlier_digests.get(path, set()):
                # list the file first, so that a later edition can remove it if this one is killed
                with (self.root / MARK).open("a", encoding="utf-8", newline="\n") as mark:
                    mark.write(f"{digest} {path}\n")
            self._digests[path] = digest
            if _has_content(file, digest, len(data)):
                return
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, data)
        except OSError as error:
            cause = describe_os_error(error)
            raise AlmanacError(
                Note("cannot_write", {"path": str(file), "cause": cause}), Note("site_others_intact")
            ) from error
        self.written_count += 1

    def finish_edition(self) -> int:
        """Remove files that only earlier editions have, write the list, and return the number of files."""
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
            cause = describe_os_error(error)
            raise AlmanacError(
                Note("cannot_write", {"path": str(mark), "cause": cause}), Note("build_site_again")
            ) from error
        return len(self._digests)

    def _remove(self, path: str, digests: set[str]) -> None:
        """Remove a file that still matches the list, and folders that become empty."""
        with suppress(OSError, UnsafePath):
            file = resolve_inside(self.root, path)
            if file.is_symlink() or not file.is_file():
                return
            if digests and hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest() not in digests:
                return  # modified since
            file.unlink()
            self.removed_count += 1
            temporary_path(file).unlink(missing_ok=True)
            for folder in file.parents:
                if folder == self.root:
                    return
                folder.rmdir()  # fails if it is not empty

    def _remove_unfinished(self) -> None:
        """Remove temporary files of a killed build."""
        names: dict[Path, set[str]] = {}
        for file in (*self.files, self.root / MARK):
            names.setdefault(file.parent, set()).add(temporary_path(file).name)
        for folder, parts in names.items():
            with suppress(OSError):
                for file in folder.iterdir():
                    if file.name in parts:
                        file.unlink()


def _read_file_list(mark: Path) -> dict[str, set[str]]:
    """Return digests by path, without lines that cannot be ours: the list may be foreign and name any file."""
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
    """Find repo pages in a folder without a list; they have no digests."""
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
