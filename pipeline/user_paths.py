"""Paths as people write them, on the command line and in the environment."""

import os
import re
import sys
from pathlib import Path

from pipeline.errors import UsageError

# DuckDB takes what follows `?` for a query and writes its log beside another name; SQLAlchemy does so too, and opens `a b` where `a%20b`
# is named. Dagster looks for its configuration by a pattern, and without one keeps its records, and reports its use, as it likes.
NOT_IN_A_HOME = re.compile(r"[?*[]|%[0-9A-Fa-f]{2}" if os.sep == "\\" else r"[?*[\\]|%[0-9A-Fa-f]{2}")
MAX_HOME_BYTES = 430  # bytes; SQLite takes 512, and Dagster's names in the demo's home are up to 80 longer
MAX_NAME_BYTES = 255  # bytes
_default_folders: set[str] = set()


def expand_path(text: str | Path) -> Path:
    """The absolute path that is meant, with `~` and `~user` expanded.

    Raises UsageError when the user's folder or the working folder is not known, and when programs that are told the path would
    not agree on its bytes: text that is not UTF-8, or a locale of another encoding.
    """
    path = Path(text)
    if path.parts[:1] == ("~",) and not _knows_user_folder():
        raise UsageError(f"{text}: HOME names no folder; write the whole path.")
    try:
        path = path.expanduser()
    except RuntimeError:
        raise UsageError(f"{text}: there is no user {path.parts[0][1:]} here; write the whole path.") from None
    if not path.is_absolute():
        folder = find_working_folder()
        if folder is None:
            raise UsageError(f"The working folder is gone, so {text} leads nowhere; write the whole path.")
        path = folder / path
    try:
        is_utf8 = os.fsencode(path) == str(path).encode()
    except UnicodeError:
        is_utf8 = False
    if not is_utf8:
        encoding = sys.getfilesystemencoding()
        hint = (
            "rename it" if encoding == "utf-8" else f"this locale has {encoding}; set PYTHONUTF8=1, or a UTF-8 locale"
        )
        raise UsageError(f"{path} is not UTF-8 text here, which DuckDB needs of a path: {hint}.")
    return path


def check_home_path(text: str | Path) -> Path:
    """The same for the folder of a home. Raises UsageError, too, for characters that the databases in it cannot have in their path."""
    path = expand_path(text)
    if match := NOT_IN_A_HOME.search(str(path)):
        raise UsageError(
            f"{path} has {match[0]} in it, which its databases and Dagster would misread; choose another home."
        )
    if len(os.fsencode(path)) > MAX_HOME_BYTES or any(len(os.fsencode(name)) > MAX_NAME_BYTES for name in path.parts):
        limits = f"{MAX_HOME_BYTES} bytes, and each name {MAX_NAME_BYTES}"
        raise UsageError(f"{str(path)[:60]}… is too long: the path of a home may have {limits}.")
    return path


def find_working_folder() -> Path | None:
    """The working folder of the person who calls; None where it was deleted."""
    if "working folder" in _default_folders:
        return None
    try:
        return Path.cwd()
    except OSError:
        return None


def set_default_folders(home: Path) -> None:
    """Give this process a working folder and a user's folder where it has none: libraries fail without, or write into `/`.

    The user's folder is then one in the home, which is made by what writes there.
    """
    if not _knows_user_folder():
        _default_folders.add("user folder")
        os.environ["HOME"] = str(home / "dagster" / "user")
    if find_working_folder() is None:
        _default_folders.add("working folder")
        os.chdir(os.sep)


def _knows_user_folder() -> bool:
    # expanduser makes `/` of an empty HOME, and leaves `~` as it is where there is neither HOME nor an account
    user_folder = os.environ.get("HOME", os.path.expanduser("~"))  # noqa: PTH111  Path raises
    return "user folder" not in _default_folders and Path(user_folder).is_absolute()


def escape_glob(path: str | Path) -> str:
    """The path for DuckDB's readers, as the one file that it names: `*`, `?` and `[` in it would match other files too."""
    return re.sub(r"[*?[]", r"[\g<0>]", str(path))
