"""huggingface_hub as the environment configures it: its import, and the token that it finds.

What belongs here: variables and files that huggingface_hub reads by itself. What does not: requests (hub/client.py).
"""

import errno
import logging
import os
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.secrets import find_token_path, mask_record, read_start, shorten

# Whole numbers that huggingface_hub reads when it is first imported. The Almanac sets timeouts of its own for every request.
NUMBER_VARIABLES = ("HF_HUB_ETAG_TIMEOUT", "HF_HUB_DOWNLOAD_TIMEOUT")
# Paths where huggingface_hub takes an empty text for the working folder.
PATH_VARIABLES = (
    "HF_HOME",
    "HF_TOKEN_PATH",
    "XDG_CACHE_HOME",
    "HF_HUB_CACHE",
    "HUGGINGFACE_HUB_CACHE",
    "HF_ASSETS_CACHE",
)
MAX_TOKEN_LENGTH = 8000  # characters; servers refuse longer headers
MAX_TOKEN_FILE_BYTES = 65_536  # bytes of a file with tokens
ANONYMOUS_HINT = "set HF_TOKEN, or ask without a token: HF_HUB_DISABLE_IMPLICIT_TOKEN=1"


def load_huggingface_hub() -> None:
    """Import huggingface_hub, though its variables hold what it cannot read. Raises UsageError when it cannot be imported.

    Numbers that are none, empty paths and an HF_ENDPOINT that is no address are hidden for the import: the first two do not
    matter to the Almanac, and the endpoint is checked by its name before anything is sent (settings.py).
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # else it sends a request of its own for its user agent
    hidden_variables = {name: os.environ.pop(name) for name in _find_unreadable_variables()}
    try:
        with warnings.catch_warnings(action="ignore"):  # of variables that it no longer reads
            import_module("huggingface_hub.constants")  # the rest of it is imported when it is used
    except ValueError as error:
        raise UsageError(
            f"huggingface_hub cannot start ({shorten(str(error))}): one of its variables (HF_…) holds a value that it does not take."
        ) from None
    finally:
        os.environ.update(hidden_variables)


def find_token(*, implicit: bool = False) -> str:
    """The token that huggingface_hub finds (an OIDC exchange, a variable or its token file), empty where there is none.

    `implicit`: nobody asked for a token, so HF_HUB_DISABLE_IMPLICIT_TOKEN counts. Raises UsageError that names the variable or file
    which holds no token that can be sent.
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
    logging.getLogger("huggingface_hub.utils._auth").addFilter(mask_record)  # it repeats what a server says to a login
    try:
        token = str(get_token() or "")  # an exchange may give anything
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
        problem = "HF_OIDC_RESOURCE gives no token" if uses_exchange else "huggingface_hub finds no token"
        raise UsageError(f"{problem}: {shorten(str(error)).rstrip('.')}. Nothing was sent.") from None
    return validate_token(token, find_token_source() or "The token")


def validate_token(token: str, source: str = "The token") -> str:
    """The token as a header can carry it, without the mark that some editors write first. Raises UsageError that does not show it."""
    token = token.removeprefix("\ufeff").strip()
    if not (token.isascii() and token.isprintable()):
        # Sent as it is it would fail deep down, in an error that shows it.
        raise UsageError(f"{source} cannot be a token: it has characters that no header may bear. Nothing was sent.")
    if len(token) > MAX_TOKEN_LENGTH:
        raise UsageError(f"{source} cannot be a token: it has {len(token):,} characters. Nothing was sent.")
    return token


def find_token_source() -> str | None:
    """Where huggingface_hub would find a token, without reading it or asking anybody; None where there is none."""
    for name in ("HF_OIDC_RESOURCE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        if os.environ.get(name, "").strip():
            return name
    with suppress(OSError, RuntimeError, ValueError):
        path = find_token_path()
        if path.stat().st_size:
            return f"The token file {shorten(str(path), 300)}"
    return None


def _check_token_files(token: Path, logins: Path) -> None:
    """Read both before huggingface_hub does. Raises UsageError that names the file, where it could not or would never end."""
    path, name = token, "The token file"
    try:
        _check_text_file(token)
        path, name = logins, "The file of logins"
        with suppress(IsADirectoryError, PermissionError, UnicodeError):  # huggingface_hub does without it
            _check_text_file(logins)
    except FileNotFoundError:
        return
    except IsADirectoryError:
        fault = "is a folder (Docker makes one where a file that is to be mounted is missing)"
    except UnicodeError:
        fault = "is not UTF-8 text"
    except OSError as error:
        fault = f"cannot be read: {error.strerror or type(error).__name__}"
    else:
        return
    raise UsageError(f"{name} {shorten(str(path), 300)} {fault}. Put the token there, {ANONYMOUS_HINT}.")


def _check_text_file(path: Path) -> None:
    """Raises OSError or UnicodeError unless it is a short regular file of UTF-8 text, or /dev/null."""
    if os.path.realpath(path) == os.devnull:
        return
    content = read_start(path, MAX_TOKEN_FILE_BYTES + 1)
    if len(content) > MAX_TOKEN_FILE_BYTES:
        raise OSError(errno.EFBIG, f"it has more than {MAX_TOKEN_FILE_BYTES:,} bytes")
    content.decode()


def _find_unreadable_variables() -> list[str]:
    """The variables that huggingface_hub must not see when it is imported."""
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
