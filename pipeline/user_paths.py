"""Expand and check paths from the command line and the environment."""

import os
import re
import sys
from pathlib import Path

from pipeline.errors import UsageError

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
        raise UsageError(f"{text}: HOME is not set to a folder; use an absolute path.")
    try:
        path = path.expanduser()
    except RuntimeError:
        raise UsageError(f"{text}: user {path.parts[0][1:]} does not exist; use an absolute path.") from None
    if not path.is_absolute():
        folder = find_working_folder()
        if folder is None:
            raise UsageError(f"{text}: the working folder no longer exists; use an absolute path.")
        path = folder / path
    try:
        is_utf8 = os.fsencode(path) == str(path).encode()
    except UnicodeError:
        is_utf8 = False
    if not is_utf8:
        encoding = sys.getfilesystemencoding()
        hint = (
            "rename it" if encoding == "utf-8" else f"this locale uses {encoding}; set PYTHONUTF8=1 or a UTF-8 locale"
        )
        raise UsageError(f"{path} is not UTF-8 text, which DuckDB requires of a path: {hint}.")
    return path


def check_home_path(text: str | Path) -> Path:
    """Return a home's absolute path. Also raises UsageError for a long path and for characters that databases misread."""
    path = expand_path(text)
    if match := NOT_IN_A_HOME.search(str(path)):
        raise UsageError(
            f"{path} contains {match[0]}, which DuckDB, SQLite or Dagster would misread; choose another home."
        )
    if len(os.fsencode(path)) > MAX_HOME_BYTES or any(len(os.fsencode(name)) > MAX_NAME_BYTES for name in path.parts):
        limits = f"{MAX_HOME_BYTES} bytes, and each name in it up to {MAX_NAME_BYTES}"
        raise UsageError(f"{str(path)[:60]}… is too long: a home's path may have up to {limits}. Choose another home.")
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
