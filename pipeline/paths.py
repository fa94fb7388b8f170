"""Names of files that are made from data, and the files of a home that no command may write over.

Published databases, manifests and folders may come from somebody else, so each name is checked where a path is built from it.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeGuard

from pipeline.config import Home
from pipeline.errors import UnsafePath, UsageError

# In the root of a home; hidden names that begin with the database's are copies in the making.
RESERVED_NAMES = frozenset({
    "hub.duckdb", "hub.duckdb.wal", "warehouse", "spool", "dagster", "dagster.yaml", "catalogue.toml", "last_failure.json", "site", "export",
    "demo", "sample_data", ".sql_history",
})  # fmt: skip
REBUILDABLE_NAMES = frozenset({"site", "export"})
MAX_NAME_BYTES = 240  # bytes; file systems take 255, and a temporary name is a few longer
MAX_PATH_BYTES = 1000  # bytes below the folder
_NAME = re.compile(r"[A-Za-z0-9._=-]+")
_OID = re.compile(r"[0-9a-f]{24}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# Windows opens a device for these, whatever follows a dot.
_DEVICE_NAME = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
# `all` stands for every category and names the feed of all; a web server shows `index` for its whole folder.
RESERVED_SLUGS = frozenset({"all", "index", "api"})


def is_oid(value: object) -> TypeGuard[str]:
    """Whether the value is a repo's `_id` as the Hub makes them: 24 lower-case hex digits."""
    return isinstance(value, str) and _OID.fullmatch(value) is not None


def find_slug_fault(value: object) -> str | None:
    """Why the value cannot be the slug of a category, as the end of a sentence; None when it can be."""
    if not isinstance(value, str) or _SLUG.fullmatch(value) is None:
        return "a slug has 1 to 64 of a-z, 0-9, '.', '_' and '-', and begins with a letter or digit"
    if value in RESERVED_SLUGS:
        return f"{value} has a meaning of its own; choose another name"
    if ".." in value or value.endswith("."):
        return "a slug has no two dots in a row and no dot at its end"
    if _DEVICE_NAME.fullmatch(value):
        return f"{value} is the name of a device on Windows; choose another name"
    return None


def check_relative(path: str) -> str:
    """The path, when every file system can hold it below a folder and it cannot leave that folder. Raises UnsafePath."""
    names = path.split("/")
    for name in names:
        if (
            not _NAME.fullmatch(name)
            or name.endswith(".")
            or _DEVICE_NAME.fullmatch(name)
            or len(name) > MAX_NAME_BYTES
        ):
            raise UnsafePath(f"{path[:200]!r} cannot be the name of a file; nothing was written there.")
    if len(path) > MAX_PATH_BYTES:
        raise UnsafePath(f"{path[:200]!r} is too long for the name of a file; nothing was written there.")
    return path


def resolve_inside(root: Path, path: str) -> Path:
    """The place of a relative path below `root`. Raises UnsafePath where the path, or a link on the way, leads elsewhere."""
    target = root / check_relative(path)
    folder = root
    for name in path.split("/")[:-1]:
        folder = folder / name
        if folder.is_symlink():
            raise UnsafePath(f"{folder} is a link, and nothing is written through links; replace it by a folder.")
    return target


def reject_home_file(home: Home, file: Path) -> None:
    """Raise UsageError for a file that belongs to the home, under whatever name: by a link, `..` or other case."""
    if _belongs_to_home(home, file):
        raise UsageError(f"{file} is a part of the home itself; choose another place.")


def reject_home_folder(home: Home, folder: Path, output_folder: Path) -> None:
    """Raise UsageError for a folder to fill that is the home, contains it, or lies in its parts.

    `output_folder`: the one folder of the home that is meant for this.
    """
    real, root = Path(os.path.realpath(folder)), Path(os.path.realpath(home.root))
    if real == Path(os.path.realpath(output_folder)) and not output_folder.is_symlink():
        return
    contains_home = any(_is_same_file(real, parent) for parent in (root, *root.parents))
    if contains_home or _belongs_to_home(home, folder):
        raise UsageError(f"{folder} is a part of the home itself; choose another folder.")


def _belongs_to_home(home: Home, file: Path) -> bool:
    real, root = Path(os.path.realpath(file)), Path(os.path.realpath(home.root))
    if _is_same_file(real.parent, root) and _is_reserved(real.name):
        return True
    # each folder above as the file system knows it: other case, another mount
    names = {folder.name for folder in home.folders}
    for path in (real, *real.parents):
        if any(_is_same_file(path, folder) for folder in home.folders):
            return True
        if path.name.casefold() in names and _is_same_file(path.parent, root):
            return True
    return _is_linked(home, real) or _is_hard_link(home, real)


def _is_linked(home: Home, real: Path) -> bool:
    """Whether a link of the home leads to the place, or to a folder above it."""
    targets = [Path(os.path.realpath(link)) for link in _iter_links(home)]
    return any(_is_same_file(path, target) for target in targets for path in (real, *real.parents))


def _is_hard_link(home: Home, real: Path) -> bool:
    """Whether the file is one of the home's by another name: a hard link, or another mount."""
    if any(_is_same_file(real, path) for path in (home.published, home.warehouse)):
        return True
    try:
        file_stat = real.stat()
    except (OSError, ValueError):
        return False
    return file_stat.st_nlink > 1 and real.is_file() and (file_stat.st_dev, file_stat.st_ino) in set(_iter_inodes(home))


def _is_reserved(name: str) -> bool:
    """Whether a name in the home's root is one that the home uses, or might use later."""
    name = name.casefold()
    return name in RESERVED_NAMES or name.startswith(".hub.duckdb")


def _is_same_file(first: Path, second: Path) -> bool:
    try:
        return first == second or first.samefile(second)
    except (OSError, ValueError):
        return False


def _iter_links(home: Home) -> Iterator[Path]:
    """Each link of the home, but for those to folders of what can be made again."""
    with suppress(OSError):
        yield from (
            path
            for path in home.root.iterdir()
            if path.is_symlink() and _is_reserved(path.name) and path.name not in REBUILDABLE_NAMES
        )
    for folder in home.folders:
        yield from _iter_links_below(folder)


def _iter_links_below(folder: Path | str) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                yield Path(entry)
            elif entry.is_dir():
                yield from _iter_links_below(entry.path)


def _iter_inodes(home: Home) -> Iterator[tuple[int, int]]:
    """Device and inode of each file of the home: a hard link to one is that file."""
    paths = [path for path in home.root.iterdir() if path.is_file() and _is_reserved(path.name)]
    for folder in home.folders:
        paths += [Path(above) / name for above, _, files in os.walk(folder) for name in files]
    for path in paths:
        try:
            file_stat = path.stat()
        except OSError:
            continue
        yield file_stat.st_dev, file_stat.st_ino
