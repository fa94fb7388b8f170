"""Import huggingface_hub and find its token, despite invalid variables and files that it reads itself."""

import errno
import logging
import os
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.files import describe_os_error
from pipeline.notes import Note
from pipeline.secrets import find_token_path, mask_record, read_start, shorten

# Integers that huggingface_hub reads on import. Almanac sets its own timeouts for every request.
NUMBER_VARIABLES = ("HF_HUB_ETAG_TIMEOUT", "HF_HUB_DOWNLOAD_TIMEOUT")
# Paths for which huggingface_hub reads an empty value as the working folder.
PATH_VARIABLES = (
    "HF_HOME",
    "HF_TOKEN_PATH",
    "XDG_CACHE_HOME",
    "HF_HUB_CACHE",
    "HUGGINGFACE_HUB_CACHE",
    "HF_ASSETS_CACHE",
)
MAX_TOKEN_LENGTH = 8000  # characters; servers refuse longer headers
MAX_TOKEN_FILE_BYTES = 65_536


def load_huggingface_hub() -> None:
    """Import huggingface_hub even if its variables have invalid values. Raises UsageError when the import fails.

    Hides invalid numbers, empty paths and an invalid HF_ENDPOINT during the import. Almanac does not use the first two, and checks the
    endpoint itself (config.py).
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # otherwise it sends a request when it builds headers
    hidden_variables = {name: os.environ.pop(name) for name in _find_unreadable_variables()}
    try:
        with warnings.catch_warnings(action="ignore"):  # about variables that it no longer reads
            import_module("huggingface_hub.constants")  # it imports its other modules on use
    except ValueError as error:
        raise UsageError(Note("library_variable", {"reason": shorten(str(error))})) from None
    finally:
        os.environ.update(hidden_variables)


def find_token(*, implicit: bool = False) -> str:
    """Return the token that huggingface_hub finds (OIDC exchange, variable or file), empty without one.

    `implicit`: respect HF_HUB_DISABLE_IMPLICIT_TOKEN. Raises UsageError, with the variable or file, for an unusable token.
    """
    load_huggingface_hub()
    import httpx2  # noqa: PLC0415  slow to import
    from huggingface_hub import constants, get_token  # noqa: PLC0415
    from huggingface_hub.errors import OIDCError  # noqa: PLC0415

    if implicit and constants.HF_HUB_DISABLE_IMPLICIT_TOKEN:
        return ""
    uses_exchange = bool(os.environ.get("HF_OIDC_RESOURCE"))
    variable = os.environ.get("HF_TOKEN") or os.environ.get("HUGGING_FACE_HUB_TOKEN") or ""
    if not uses_exchange and not variable.strip():
        _check_token_files(Path(constants.HF_TOKEN_PATH), Path(constants.HF_STORED_TOKENS_PATH))
    logging.getLogger("huggingface_hub.utils._auth").addFilter(mask_record)  # it logs a server's response to a login
    try:
        token = str(get_token() or "")  # an exchange may return anything
    except (
        OIDCError,
        httpx2.HTTPError,
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ImportError,
    ) as error:
        code = "no_exchanged_token" if uses_exchange else "no_token_found"
        raise UsageError(Note(code, {"reason": shorten(str(error)).rstrip(".")}), Note("nothing_sent")) from None
    return validate_token(token, find_token_source() or "HF_TOKEN")


def validate_token(token: str, source: str = "HF_TOKEN") -> str:
    """Return the token without whitespace and byte order mark. Raises UsageError, without the token, if no header can carry it."""
    token = token.removeprefix("\ufeff").strip()
    if not (token.isascii() and token.isprintable()):
        # Sending it would fail with an error that shows it.
        raise UsageError(Note("token_characters", {"source": source}), Note("nothing_sent"))
    if len(token) > MAX_TOKEN_LENGTH:
        raise UsageError(Note("token_length", {"source": source, "length": len(token)}), Note("nothing_sent"))
    return token


def find_token_source() -> str | None:
    """Return where huggingface_hub would find a token, without reading or requesting it."""
    for name in ("HF_OIDC_RESOURCE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        if os.environ.get(name, "").strip():
            return name
    with suppress(OSError, RuntimeError, ValueError):
        path = find_token_path()
        if path.stat().st_size:
            return shorten(str(path), 300)
    return None


def _check_token_files(token: Path, logins: Path) -> None:
    """Check both files before huggingface_hub reads them. Raises UsageError for an unreadable or endless one."""
    path = token
    try:
        _check_text_file(token)
        path = logins
        with suppress(IsADirectoryError, PermissionError, UnicodeError):  # huggingface_hub ignores these
            _check_text_file(logins)
    except FileNotFoundError:
        return
    except IsADirectoryError:
        cause = Note("folder_of_docker")
    except UnicodeError:
        cause = Note("not_utf8")
    except OSError as error:
        cause = describe_os_error(error)
    else:
        return
    raise UsageError(Note("token_file", {"path": shorten(str(path), 300), "cause": cause}))


def _check_text_file(path: Path) -> None:
    """Raise OSError or UnicodeError unless the path is a short UTF-8 file, or /dev/null."""
    if os.path.realpath(path) == os.devnull:
        return
    content = read_start(path, MAX_TOKEN_FILE_BYTES + 1)
    if len(content) > MAX_TOKEN_FILE_BYTES:
        raise OSError(errno.EFBIG, f"it has more than {MAX_TOKEN_FILE_BYTES:,} bytes")
    content.decode()


def _find_unreadable_variables() -> list[str]:
    names = [name for name in PATH_VARIABLES if os.environ.get(name) == ""]
    for name in NUMBER_VARIABLES:
        try:
            int(os.environ.get(name, "0"))
        except ValueError:
            names.append(name)
    try:
        urlsplit(os.environ.get("HF_ENDPOINT", ""))
    except ValueError:
        names.append("HF_ENDPOINT")
    return names
