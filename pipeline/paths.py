"""Check file names that come from data, and protect a home's files from being overwritten.

Published databases, manifests and folders may come from anyone, so each name is checked before it becomes part of a path.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeGuard

from pipeline.config import Home
from pipeline.errors import UnsafePath, UsageError
from pipeline.notes import Note

# In the root of a home; `.hub.duckdb…` are unfinished copies of the database.
RESERVED_NAMES = frozenset({
    "hub.duckdb", "hub.duckdb.wal", "warehouse", "spool", "dagster", "dagster.yaml", "catalogue.toml", "last_failure.json", "site", "export", "imports",
    "demo", "sample_data", ".sql_history",
})  # fmt: skip
REBUILDABLE_NAMES = frozenset({"site", "export"})
MAX_NAME_BYTES = 240  # file systems allow 255, and temporary names are slightly longer
MAX_PATH_BYTES = 1000  # below the folder
_NAME = re.compile(r"[A-Za-z0-9._=-]+")
_OID = re.compile(r"[0-9a-f]{24}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# Windows opens a device for these names, with any extension.
_DEVICE_NAME = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
# `all` means every category and names their feed; web servers show `index` for a folder.
RESERVED_SLUGS = frozenset({"all", "index", "api"})


def is_oid(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and _OID.fullmatch(value) is not None


def find_slug_fault(value: object) -> Note | None:
    """Return why the value cannot be a category's slug, as a cause."""
    if not isinstance(value, str) or _SLUG.fullmatch(value) is None:
        return Note("slug_form")
    if value in RESERVED_SLUGS:
        return Note("slug_reserved", {"name": value})
    if ".." in value or value.endswith("."):
        return Note("slug_dots")
    if _DEVICE_NAME.fullmatch(value):
        return Note("slug_of_device", {"name": value})
    return None


def check_relative(path: str) -> str:
    """Return the path if it is valid on every file system and stays in its folder. Raises UnsafePath."""
    names = path.split("/")
    for name in names:
        if (
            not _NAME.fullmatch(name)
            or name.endswith(".")
            or _DEVICE_NAME.fullmatch(name)
            or len(name) > MAX_NAME_BYTES
        ):
            raise UnsafePath(Note("unsafe_name", {"path": path[:200]}))
    if len(path) > MAX_PATH_BYTES:
        raise UnsafePath(Note("path_too_long", {"path": path[:200]}))
    return path


def resolve_inside(root: Path, path: str) -> Path:
    """Resolve a relative path below `root`. Raises UnsafePath if it, or a link on the way, leads elsewhere."""
    target = root / check_relative(path)
    folder = root
    for name in path.split("/")[:-1]:
        folder = folder / name
        if folder.is_symlink():
            raise UnsafePath(Note("folder_is_link", {"path": str(folder)}))
    return target


def reject_home_file(home: Home, file: Path) -> None:
    """Raise UsageError for a file of the home, under any name."""
    if _belongs_to_home(home, file):
        raise UsageError(Note("file_of_home", {"path": str(file)}))


def reject_home_folder(home: Home, folder: Path, output_folder: Path) -> None:
    """Raise UsageError for an output folder that is, contains or belongs to the home, except `output_folder`."""
    real, root = Path(os.path.realpath(folder)), Path(os.path.realpath(home.root))
    if real == Path(os.path.realpath(output_folder)) and not output_folder.is_symlink():
        return
    contains_home = any(_is_same_file(real, parent) for parent in (root, *root.parents))
    if contains_home or _belongs_to_home(home, folder):
        raise UsageError(Note("folder_of_home", {"path": str(folder)}))


def _belongs_to_home(home: Home, file: Path) -> bool:
    real, root = Path(os.path.realpath(file)), Path(os.path.realpath(home.root))
    if _is_same_file(real.parent, root) and _is_reserved(real.name):
        return True
    # compare the parents by inode, for another case or another mount
    names = {folder.name for folder in home.folders}
    for path in (real, *real.parents):
        if any(_is_same_file(path, folder) for folder in home.folders):
            return True
        if path.name.casefold() in names and _is_same_file(path.parent, root):
            return True
    return _is_linked(home, real) or _is_hard_link(home, real)


def _is_linked(home: Home, real: Path) -> bool:
    """Whether a link of the home leads to the path or one of its parents."""
    targets = [Path(os.path.realpath(link)) for link in _iter_links(home)]
    return any(_is_same_file(path, target) for target in targets for path in (real, *real.parents))


def _is_hard_link(home: Home, real: Path) -> bool:
    """Whether the file is one of the home's by a hard link or another mount."""
    if any(_is_same_file(real, path) for path in (home.published, home.warehouse)):
        return True
    try:
        file_stat = real.stat()
    except (OSError, ValueError):
        return False
    return file_stat.st_nlink > 1 and real.is_file() and (file_stat.st_dev, file_stat.st_ino) in set(_iter_inodes(home))


def _is_reserved(name: str) -> bool:
    """Whether the home uses, or may use later, a name in its root."""
    name = name.casefold()
    return name in RESERVED_NAMES or name.startswith(".hub.duckdb")


def _is_same_file(first: Path, second: Path) -> bool:
    try:
        return first == second or first.samefile(second)
    except (OSError, ValueError):
        return False


def _iter_links(home: Home) -> Iterator[Path]:
    """Yield the home's links, except those to rebuildable folders."""
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
    paths = [path for path in home.root.iterdir() if path.is_file() and _is_reserved(path.name)]
    for folder in home.folders:
        paths += [Path(above) / name for above, _, files in os.walk(folder) for name in files]
    for path in paths:
        try:
            file_stat = path.stat()
        except OSError:
            continue
        yield file_stat.st_dev, file_stat.st_ino
