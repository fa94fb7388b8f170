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
REMADE = frozenset({"site", "export"})
LONGEST_NAME = 240  # bytes; file systems take 255, and a temporary name is a few longer
LONGEST_PATH = 1000  # bytes below the folder
_NAME = re.compile(r"[A-Za-z0-9._=-]+")
_OID = re.compile(r"[0-9a-f]{24}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# Windows opens a device for these, whatever follows a dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
# `all` stands for every category and names the feed of all; a web server shows `index` for its whole folder.
RESERVED_SLUGS = frozenset({"all", "index", "api"})


def is_oid(value: object) -> TypeGuard[str]:
    """Whether the value is a repo's `_id` as the Hub makes them: 24 lower-case hex digits."""
    return isinstance(value, str) and _OID.fullmatch(value) is not None


def slug_fault(value: object) -> str | None:
    """Why the value cannot be the slug of a category, as the end of a sentence; None when it can be."""
    if not isinstance(value, str) or _SLUG.fullmatch(value) is None:
        return "a slug has 1 to 64 of a-z, 0-9, '.', '_' and '-', and begins with a letter or digit"
    if value in RESERVED_SLUGS:
        return f"{value} has a meaning of its own; choose another name"
    if ".." in value or value.endswith("."):
        return "a slug has no two dots in a row and no dot at its end"
    if _DEVICE.fullmatch(value):
        return f"{value} is the name of a device on Windows; choose another name"
    return None


def check_relative(path: str) -> str:
    """The path, when every file system can hold it below a folder and it cannot leave that folder. Raises UnsafePath."""
    names = path.split("/")
    for name in names:
        if not _NAME.fullmatch(name) or name.endswith(".") or _DEVICE.fullmatch(name) or len(name) > LONGEST_NAME:
            raise UnsafePath(f"{path[:200]!r} cannot be the name of a file; nothing was written there.")
    if len(path) > LONGEST_PATH:
        raise UnsafePath(f"{path[:200]!r} is too long for the name of a file; nothing was written there.")
    return path


def inside(root: Path, path: str) -> Path:
    """The place of a relative path below `root`. Raises UnsafePath where the path, or a link on the way, leads elsewhere."""
    place = root / check_relative(path)
    folder = root
    for name in path.split("/")[:-1]:
        folder = folder / name
        if folder.is_symlink():
            raise UnsafePath(f"{folder} is a link, and nothing is written through links; replace it by a folder.")
    return place


def refuse_home_file(home: Home, file: Path) -> None:
    """Raise UsageError for a file that belongs to the home, under whatever name: by a link, `..` or other case."""
    if _is_own(home, file):
        raise UsageError(f"{file} is a part of the home itself; choose another place.")


def refuse_home_folder(home: Home, folder: Path, own: Path) -> None:
    """Raise UsageError for a folder to fill that is the home, contains it, or lies in its parts.

    `own`: the one folder of the home that is meant for this.
    """
    real, root = Path(os.path.realpath(folder)), Path(os.path.realpath(home.root))
    if real == Path(os.path.realpath(own)) and not own.is_symlink():
        return
    holds_home = any(_same(real, parent) for parent in (root, *root.parents))
    if holds_home or _is_own(home, folder):
        raise UsageError(f"{folder} is a part of the home itself; choose another folder.")


def _is_own(home: Home, file: Path) -> bool:
    real, root = Path(os.path.realpath(file)), Path(os.path.realpath(home.root))
    if _same(real.parent, root) and _is_reserved(real.name):
        return True
    # each folder above as the file system knows it: other case, another mount
    names = {folder.name for folder in home.folders}
    for path in (real, *real.parents):
        if any(_same(path, folder) for folder in home.folders):
            return True
        if path.name.casefold() in names and _same(path.parent, root):
            return True
    return _is_linked(home, real) or _is_file_of(home, real)


def _is_linked(home: Home, real: Path) -> bool:
    """Whether a link of the home leads to the place, or to a folder above it."""
    targets = [Path(os.path.realpath(link)) for link in _links(home)]
    return any(_same(path, target) for target in targets for path in (real, *real.parents))


def _is_file_of(home: Home, real: Path) -> bool:
    """Whether the file is one of the home's by another name: a hard link, or another mount."""
    if any(_same(real, path) for path in (home.published, home.warehouse)):
        return True
    try:
        found = real.stat()
    except (OSError, ValueError):
        return False
    return found.st_nlink > 1 and real.is_file() and (found.st_dev, found.st_ino) in set(_inodes(home))


def _is_reserved(name: str) -> bool:
    """Whether a name in the home's root is one that the home uses, or might use later."""
    name = name.casefold()
    return name in RESERVED_NAMES or name.startswith(".hub.duckdb")


def _same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except (OSError, ValueError):
        return False


def _links(home: Home) -> Iterator[Path]:
    """Each link of the home, but for those to folders of what can be made again."""
    with suppress(OSError):
        yield from (
            path
            for path in home.root.iterdir()
            if path.is_symlink() and _is_reserved(path.name) and path.name not in REMADE
        )
    for folder in home.folders:
        yield from _links_below(folder)


def _links_below(folder: Path | str) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                yield Path(entry)
            elif entry.is_dir():
                yield from _links_below(entry.path)


def _inodes(home: Home) -> Iterator[tuple[int, int]]:
    """Device and inode of each file of the home: a hard link to one is that file."""
    names = [path for path in home.root.iterdir() if path.is_file() and _is_reserved(path.name)]
    for folder in home.folders:
        names += [Path(above) / name for above, _, files in os.walk(folder) for name in files]
    for path in names:
        try:
            found = path.stat()
        except OSError:
            continue
        yield found.st_dev, found.st_ino
