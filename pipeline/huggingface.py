"""huggingface_hub as the environment configures it: its import, and the token that it finds.

What belongs here: variables and files that huggingface_hub reads by itself. What does not: requests (hub/client.py).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from urllib.parse import urlsplit

from pipeline.errors import UsageError
from pipeline.secrets import short, token_path

# Whole numbers that huggingface_hub reads when it is first imported. The Almanac sets timeouts of its own for every request.
NUMBERS = ("HF_HUB_ETAG_TIMEOUT", "HF_HUB_DOWNLOAD_TIMEOUT")
# Paths where huggingface_hub takes an empty text for the working folder.
PATHS = ("HF_HOME", "HF_TOKEN_PATH", "XDG_CACHE_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_ASSETS_CACHE")
LONGEST_TOKEN = 8000  # characters; servers refuse longer headers
ANONYMOUS = "set HF_TOKEN, or ask without a token: HF_HUB_DISABLE_IMPLICIT_TOKEN=1"


def load_huggingface_hub() -> None:
    """Import huggingface_hub, though its variables hold what it cannot read. Raises UsageError when it cannot be imported.

    Numbers that are none, empty paths and an HF_ENDPOINT that is no address are hidden for the import: the first two do not
    matter to the Almanac, and the endpoint is checked by its name before anything is sent (settings.py).
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # else it sends a request of its own for its user agent
    hidden = {name: os.environ.pop(name) for name in _unreadable()}
    try:
        import_module("huggingface_hub.constants")  # the rest of it is imported when it is used
    except ValueError as error:
        raise UsageError(
            f"huggingface_hub cannot start ({short(str(error))}): one of its variables (HF_…) holds a value that it does not take."
        ) from None
    finally:
        os.environ.update(hidden)


@contextmanager
def reading_token() -> Iterator[None]:
    """While huggingface_hub looks for the token: whatever stops it becomes a UsageError that names the variable or the file."""
    import httpx2  # noqa: PLC0415  slow to import
    from huggingface_hub import constants  # noqa: PLC0415
    from huggingface_hub.errors import OIDCError  # noqa: PLC0415

    try:
        yield
    except (OIDCError, httpx2.HTTPError, OSError, ValueError, KeyError, ImportError) as error:
        if os.environ.get("HF_OIDC_RESOURCE"):
            raise UsageError(f"HF_OIDC_RESOURCE gives no token: {short(str(error))}. Nothing was sent.") from None
        file = f"The token file {short(constants.HF_TOKEN_PATH, 300)}"
        if isinstance(error, IsADirectoryError):
            what = "is a folder (Docker makes one where a file that is to be mounted is missing)"
        elif isinstance(error, UnicodeError):
            what = "is not UTF-8 text"
        elif isinstance(error, OSError):
            what = f"cannot be read: {error.strerror or type(error).__name__}"
        else:
            raise
        raise UsageError(f"{file} {what}. Put the token there, {ANONYMOUS}.") from None


def checked_token(token: str) -> str:
    """The token as a header can carry it, without the mark that some editors write first. Raises UsageError that does not show it."""
    token = token.removeprefix("\ufeff").strip()
    source = token_source() or "The token"
    if not (token.isascii() and token.isprintable()):
        # Sent as it is it would fail deep down, in an error that shows it.
        raise UsageError(f"{source} cannot be a token: it has characters that no header may bear. Nothing was sent.")
    if len(token) > LONGEST_TOKEN:
        raise UsageError(f"{source} cannot be a token: it has {len(token):,} characters. Nothing was sent.")
    return token


def token_source() -> str | None:
    """Where huggingface_hub would find a token, without reading it or asking anybody; None where there is none."""
    for name in ("HF_OIDC_RESOURCE", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        if os.environ.get(name, "").strip():
            return name
    with suppress(OSError, RuntimeError, ValueError):
        path = token_path()
        if path.stat().st_size:
            return f"The token file {short(str(path), 300)}"
    return None


def _unreadable() -> list[str]:
    """The variables that huggingface_hub must not see when it is imported."""
    names = [name for name in PATHS if os.environ.get(name) == ""]
    for name in NUMBERS:
        try:
            int(os.environ.get(name, "0"))
        except ValueError:
            names.append(name)
    try:
        urlsplit(os.environ.get("HF_ENDPOINT", ""))
    except ValueError:
        names.append("HF_ENDPOINT")
    return names
