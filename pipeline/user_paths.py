"""Expand and check paths from the command line and the environment."""

import os
import re
import sys
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.notes import Note, Parameters

# DuckDB and SQLAlchemy read `?` as the start of a query, and SQLAlchemy decodes `a%20b`. Dagster finds its configuration by a glob
# pattern; if it finds none, it uses its own storage and sends telemetry.
NOT_IN_A_HOME = re.compile(r"[?*[]|%[0-9A-Fa-f]{2}" if os.sep == "\\" else r"[?*[\\]|%[0-9A-Fa-f]{2}")
MAX_HOME_BYTES = 430  # SQLite allows 512, and Dagster's names in the demo's home add up to 80
MAX_NAME_BYTES = 255
_default_folders: set[str] = set()


def expand_path(text: str | Path) -> Path:
    """Return the absolute path, with `~` and `~user` expanded.

    Raises UsageError if the user's or working folder is missing, or if programs would disagree on the path's bytes.
    """
    path = Path(text)
    if path.parts[:1] == ("~",) and not _knows_user_folder():
        raise UsageError(Note("no_user_folder", {"path": str(text)}))
    try:
        path = path.expanduser()
    except RuntimeError:
        raise UsageError(Note("no_such_user", {"path": str(text), "user": path.parts[0][1:]})) from None
    if not path.is_absolute():
        folder = find_working_folder()
        if folder is None:
            raise UsageError(Note("no_working_folder", {"path": str(text)}))
        path = folder / path
    try:
        is_utf8 = os.fsencode(path) == str(path).encode()
    except UnicodeError:
        is_utf8 = False
    if not is_utf8:
        encoding = sys.getfilesystemencoding()
        hint = Note("rename_path") if encoding == "utf-8" else Note("locale_encoding", {"encoding": encoding})
        raise UsageError(Note("path_not_utf8", {"path": str(path)}), hint)
    return path


def check_home_path(text: str | Path) -> Path:
    """Return a home's absolute path. Also raises UsageError for a long path and for characters that databases misread."""
    path = expand_path(text)
    if match := NOT_IN_A_HOME.search(str(path)):
        raise UsageError(Note("home_characters", {"path": str(path), "characters": match[0]}))
    if len(os.fsencode(path)) > MAX_HOME_BYTES or any(len(os.fsencode(name)) > MAX_NAME_BYTES for name in path.parts):
        limits: Parameters = {"path": str(path)[:60], "bytes": MAX_HOME_BYTES, "name_bytes": MAX_NAME_BYTES}
        raise UsageError(Note("home_too_long", limits))
    return path


def find_working_folder() -> Path | None:
    if "working folder" in _default_folders:
        return None
    try:
        return Path.cwd()
    except OSError:
        return None


def shorten_path(path: Path) -> Path:
    """Return the path relative to the working folder if it is inside."""
    folder = find_working_folder()
    return path.relative_to(folder) if folder and path.is_relative_to(folder) else path


def set_default_folders(home: Path) -> None:
    """Set a missing working folder or user's folder, without which libraries fail or write into `/`.

    The user's folder becomes one in the home, created on the first write.
    """
    if not _knows_user_folder():
        _default_folders.add("user folder")
        os.environ["HOME"] = str(home / "dagster" / "user")
    if find_working_folder() is None:
        _default_folders.add("working folder")
        os.chdir(os.sep)


def _knows_user_folder() -> bool:
    # expanduser turns an empty HOME into `/`, and keeps `~` without HOME and account
    user_folder = os.environ.get("HOME", os.path.expanduser("~"))  # noqa: PTH111  Path raises
    return "user folder" not in _default_folders and Path(user_folder).is_absolute()


def escape_glob(path: str | Path) -> str:
    """Escape `*`, `?` and `[`, which DuckDB's readers would expand."""
    return re.sub(r"[*?[]", r"[\g<0>]", str(path))
