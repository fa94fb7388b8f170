"""Mask secrets in texts, and keep private files private.

errors.py masks the message of every typed error. `shorten` masks a text before it cuts it.
"""

import base64
import errno
import logging
import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

PLACEHOLDER = "[secret]"
MIN_SECRET_LENGTH = 4  # characters; shorter values are not masked
MIN_PIECE_LENGTH = 8  # characters; shorter pieces of a token also occur in ordinary words
_SECRET_NAMES = re.compile(
    r"(?i)(?:TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS|(?:^|_)PASS|API_?KEY|ACCESS_KEY|PRIVATE_KEY)$"
)
_ADDRESS_NAMES = re.compile(r"(?:^|_)(?:ENDPOINT|PROXY|URL|URI|DSN)$", re.I)
# Services with a real host; in others (slack://, tgram://, discord://) the host is part of the secret.
_HOST_SCHEMES = {
    "json",
    "jsons",
    "xml",
    "xmls",
    "form",
    "forms",
    "http",
    "https",
    "mailto",
    "mailtos",
    "ntfy",
    "ntfys",
    "gotify",
    "gotifys",
}
# Used as passwords, too, but common in sentences and paths.
_COMMON_WORDS = {
    "almanac", "hub-almanac", "hub_almanac", "dagster", "postgres", "postgresql", "true", "false", "none", "localhost", "models", "datasets",
    "notify", "webhook", "webhooks"}  # fmt: skip
_PLAIN_WORD = re.compile(r"[a-z]{1,11}")
_PATTERNS = (
    (re.compile(r"\bhf_[A-Za-z0-9]{16,}"), PLACEHOLDER),
    (re.compile(r"(?<=://)[^\s/@'\"<>?#]*@"), f"{PLACEHOLDER}@"),
    (re.compile(r"(?i)([?&;](?:[a-z0-9_.-]*(?:token|password|passwd|secret|apikey|api_key|key|sig|signature))=)[^\s&;'\"<>)]+"), rf"\1{PLACEHOLDER}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9+/=_.-]{8,}"), rf"\1 {PLACEHOLDER}"),
)  # fmt: skip
_remembered_secrets: set[str] = set()


def remember_secret(value: str) -> None:
    """Mask this value from now on."""
    if value:
        _remembered_secrets.add(value)


def mask(text: str) -> str:
    """Mask the environment's secrets, plain, percent-encoded or as base64, and anything that looks like one."""
    values, tokens = _collect_secrets()
    for value in values:
        text = _compile_pattern(value).sub(PLACEHOLDER, text)
    for token in tokens:
        text = mask_token(text, token)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def mask_bytes(body: bytes, secret: str) -> bytes:
    value = _encode(secret)
    return body.replace(value, PLACEHOLDER.encode()) if value and value in body else body


def mask_token(text: str, token: str) -> str:
    """Mask every run of at least MIN_PIECE_LENGTH characters of the token."""
    pieces = {token[i : i + MIN_PIECE_LENGTH] for i in range(len(token) - MIN_PIECE_LENGTH + 1)} - {PLACEHOLDER}
    if not any(piece in text for piece in pieces):
        return text
    mask_bits = bytearray(len(text))
    for i in range(len(text) - MIN_PIECE_LENGTH + 1):
        if text[i : i + MIN_PIECE_LENGTH] in pieces:
            mask_bits[i : i + MIN_PIECE_LENGTH] = b"\1" * MIN_PIECE_LENGTH
    parts, i = [], 0
    while i < len(text):
        if mask_bits[i]:
            end = mask_bits.find(0, i)
            i = len(text) if end < 0 else end
            parts.append(PLACEHOLDER)
        else:
            end = mask_bits.find(1, i)
            end = len(text) if end < 0 else end
            parts.append(text[i:end])
            i = end
    return "".join(parts)


def shorten(text: str, max_length: int = 200) -> str:
    """Return one printable line of at most `max_length` characters, masked before it is cut."""
    # Skips text far beyond the cut; masking by pieces covers a token that this splits.
    text = mask(text[: max_length * 10])
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    # Again: removed characters may have split a token.
    line = mask(line)
    return line if len(line) <= max_length else f"{line[:max_length]}…"


def mask_record(record: logging.LogRecord) -> bool:
    """Filter a library's log record to one printable line without secrets."""
    record.msg, record.args = shorten(record.getMessage(), 1000), None
    return True


def redact_url(url: str) -> str:
    """Return scheme, host, port and path, the parts that may be shown and stored."""
    try:
        parts = urlsplit(_split_login(url)[1])
    except ValueError:
        return "an invalid address"
    return shorten(
        f"{parts.scheme}://{parts.netloc}{parts.path}"
        if parts.scheme and parts.netloc
        else parts.path.rpartition("@")[2]
    )


def _split_login(url: str) -> tuple[str, str]:
    """Return an address's login and the rest. An unescaped `/`, `?` or `#` in a password looks like the end of an invalid port. Raises ValueError."""
    parts = urlsplit(url)
    scheme, separator, rest = url.partition("://")
    try:
        _ = parts.port
        has_login = "@" in parts.netloc
    except ValueError:
        has_login = "@" in rest
    login, _, rest = rest.rpartition("@") if has_login else ("", "", rest)
    return login, f"{scheme}{separator}{rest}"


def make_private(folder: Path) -> None:
    """Create the folder if needed, accessible only to its owner. A shared one, as /tmp, stays as it is."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(OSError):  # another user's folder, or a file system without modes
        state = folder.lstat()
        if stat.S_ISDIR(state.st_mode) and state.st_mode & 0o077 and not state.st_mode & stat.S_ISVTX:
            folder.chmod(0o700)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read. Raises OSError, also for a link."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        with suppress(OSError):  # a file system without modes
            os.fchmod(handle, 0o600)
        file.write(text)


def read_start(path: Path, max_bytes: int) -> bytes:
    """Read up to `max_bytes` of a regular file. Raises OSError, also for devices and pipes, which may be endless or block."""

    def open_without_waiting(name: str, flags: int) -> int:
        return os.open(name, flags | os.O_NONBLOCK | os.O_NOCTTY)

    with open(path, "rb", opener=open_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        return file.read(max_bytes)


def _collect_secrets() -> tuple[list[str], list[str]]:
    """Return values to mask, longest first, and tokens, whose pieces are masked too."""
    tokens = {*_remembered_secrets, *(value.strip() for value in _read_token_file())}
    values: set[str] = set()
    for name, value in os.environ.items():
        if name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
            tokens.add(value.strip())
        elif name == "ALMANAC_NOTIFY":
            for service in value.split():
                values.update(_iter_service_secrets(service))
        elif _SECRET_NAMES.search(name):
            values.add(value.strip())
        elif "://" in value and ("@" in value or _ADDRESS_NAMES.search(name)):
            values.update(_iter_url_secrets(value))
    tokens = {token for token in tokens if len(token) >= MIN_PIECE_LENGTH}
    forms = {form for value in values | tokens for form in (value, unquote(value))}
    forms = {value for value in forms if len(value) >= MIN_SECRET_LENGTH and value.lower() not in _COMMON_WORDS}
    return sorted(forms, key=len, reverse=True), sorted(tokens)


@lru_cache(maxsize=200)
def _compile_pattern(value: str) -> re.Pattern[str]:
    """Match a value, also wholly or partly percent-encoded, as hexadecimal or as base64."""
    percent = "".join(
        f"(?:{re.escape(c)}|{re.escape(quote(_encode(c), safe=''))}|{_percent_pattern(c)})" for c in value
    )
    forms = [percent, _encode(value).hex()]
    if len(value) >= MIN_PIECE_LENGTH:
        forms += map(re.escape, _iter_base64_forms(_encode(value)))
    return re.compile("|".join(forms), re.IGNORECASE)


def _percent_pattern(character: str) -> str:
    return "".join(f"%{byte:02x}" for byte in _encode(character))


def _encode(text: str) -> bytes:
    """Encode as UTF-8, restoring invalid bytes of an environment variable."""
    return text.encode("utf-8", "surrogateescape")


def _iter_base64_forms(data: bytes) -> Iterable[str]:
    """Yield its base64 at each offset, without the characters that depend on its neighbors."""
    for shift in range(3):
        base64_bytes = base64.b64encode(b"\0" * shift + data)
        text = base64_bytes[(0, 2, 3)[shift] : len(data + b"\0" * shift) * 8 // 6].decode()
        yield text
        yield text.translate(str.maketrans("+/", "-_"))


def _iter_url_secrets(value: str) -> Iterable[str]:
    """Yield an address's password, or the user in its place, and query values."""
    try:
        login, place = _split_login(value.strip())
        query = urlsplit(place).query
    except ValueError:
        return
    if login:
        user, colon, password = login.partition(":")
        yield from {password, *re.split("[/?#@]", password)}  # clients may split there
        if not colon or not password:
            yield user  # a token
    for pair in query.split("&"):
        word = pair.partition("=")[2]
        if len(word) >= MIN_PIECE_LENGTH:
            yield word


def _iter_service_secrets(service: str) -> Iterable[str]:
    """Yield the secrets of an ALMANAC_NOTIFY address: the whole, and its parts except a web server's host."""
    scheme, separator, rest = service.partition("://")
    if not separator or any(c in rest for c in "@/?") or scheme.lower() not in _HOST_SCHEMES:
        yield rest or service
    place, _, query = rest.partition("?")
    host, _, path = place.partition("/")
    login, _, host = host.rpartition("@")
    user, _, password = login.partition(":")
    yield password
    for part in (user, path, *path.split("/"), *(pair.partition("=")[2] for pair in query.split("&"))):
        # A plain word, as in /hooks/failed, is masked only in the whole address.
        if len(part) >= 6 and not _PLAIN_WORD.fullmatch(part):
            yield part
    if scheme.lower() not in _HOST_SCHEMES:
        yield from (part for part in (host, *host.split(":")) if len(part) >= 6)


def find_token_path() -> Path:
    """Return the path of huggingface_hub's token file. Raises RuntimeError if `~` has no folder."""
    home = os.environ.get("HF_HOME") or os.path.join(  # noqa: PTH118  as huggingface_hub builds it
        os.environ.get("XDG_CACHE_HOME") or "~/.cache", "huggingface"
    )
    return Path(os.path.expandvars(os.environ.get("HF_TOKEN_PATH") or f"{home}/token")).expanduser()


def _read_token_file() -> Iterable[str]:
    with suppress(OSError, UnicodeError, RuntimeError, ValueError):
        yield read_start(find_token_path(), 10_000).decode("utf-8-sig").strip()
